/** Records of calibration: those of former software, and unknown ones. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { catalogue } from "catalogue";
import { ErrorCode } from "storage/error-code";
import { beforeEach, describe, expect, it } from "vitest";
import { Chip, ofFullLength } from "../../bench/flash/chip.ts";
import { crc32, lengthOf, newestOf, readImage } from "../../bench/flash/image.ts";
import { ByteWriter } from "../../client/bytes.ts";
import type { RegisterName } from "../../client/register-table.ts";
import { FULL, StoredMeter } from "./stored-meter.ts";

/** An image that software with seven constants a phase wrote: calibrated, 95 Wh, switched off. */
const FORMER = gunzipSync(readFileSync("test/data/flash-with-seven-constants.gz"));

/** One of software without couplings and the clock's curvature: calibrated, 95 Wh, switched off. */
const UNCOUPLED = gunzipSync(readFileSync("test/data/flash-with-uncoupled-constants.gz"));

/** Constants of the former's record of calibration, by phase; then some that it lacks. */
const CONSTANTS = {
	voltageGain: [1.0075, 1.009375, 1.01125],
	currentGain: [0.985, 0.98125, 0.9775],
	powerGain: [1.0003, 1.000375, 1.00045],
	lead: [0.0065, 0.008125, 0.00975],
	activeOffset: [1.5e-8, 1.875e-8, 2.25e-8],
	reactiveOffset: [-2.5e-8, -3.125e-8, -3.75e-8],
	currentNoise: [3.5e-9, 4.375e-9, 5.25e-9],
	skew: [0, 0, 0],
	voltageSkew: [0, 0, 0],
	gainAt10mA: [0, 0, 0],
	leadAt5A: [0, 0, 0],
	leadDrift: [0, 0, 0],
};

/** Its checksum of the constants, and the one of the same constants with those that it lacks. */
const FORMER_CHECKSUM = 0x49c03ca3;
const CHECKSUM = checksumOf();

const meter = new StoredMeter();

beforeEach(() => meter.renew(new Chip(ofFullLength(Uint8Array.from(FORMER)))));

/** CRC-32 of all constants in the order of docs/storage.md. */
function checksumOf(): number {
	const writer = new ByteWriter(4 * 63);
	const { voltageGain, currentGain, powerGain, lead } = CONSTANTS;
	const { activeOffset, reactiveOffset, currentNoise } = CONSTANTS;
	const missing = [0, 0, 0];
	const order = [
		[voltageGain, currentGain, powerGain, lead, missing, missing],
		[activeOffset, reactiveOffset, currentNoise],
		[missing, missing, missing, missing, missing, missing, missing, missing, missing],
	].flat();
	for (const phase of [0, 1, 2]) for (const values of order) writer.float32(values[phase] ?? 0);
	// Clock error, its slope and curvature, six couplings.
	for (let i = 0; i < 9; i++) writer.float32(0);
	return crc32(writer.written);
}

/** Changes every newest record of calibration and makes its checksum right. */
function forge(change: (record: DataView) => void): void {
	for (const { records } of readImage(meter.chip.image, "calibration")) {
		const { bytes } = records.at(-1) ?? { bytes: new Uint8Array() };
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
		change(view);
		view.setUint32(bytes.length - 4, crc32(bytes.subarray(0, 8 + lengthOf(bytes))));
	}
}

function read(name: string, phase: number): number {
	return meter.subject.read(`${name}L${phase + 1}` as RegisterName);
}

describe("an image of software with seven constants a phase", () => {
	it("gives its constants, its phase error as lead, and the others at nominal", () => {
		expect(meter.subject.read("errorCode")).toBe(0);
		expect(meter.subject.read("calibrated")).toBe(1);
		for (const [name, values] of Object.entries(CONSTANTS))
			for (const [phase, value] of values.entries())
				expect(read(name, phase), `${name}L${phase + 1}`).toBe(Math.fround(value));
		expect(meter.subject.read("clockError")).toBe(0);
	});

	it("keeps its energy, and tells of the constants' new checksum in the audit trail", () => {
		expect(meter.stored().whole[0]).toBe(95);
		meter.run(FULL, 61);
		expect(meter.stored().whole[0]).toBeGreaterThan(145);
		const checksum = meter.subject.read("calibrationChecksum");
		expect(checksum).toBe(CHECKSUM);
		const calibrations = meter.events().filter(([name]) => name === "CALIBRATION");
		expect(calibrations).toEqual([
			["CALIBRATION", FORMER_CHECKSUM],
			["CALIBRATION", checksum],
		]);
		meter.restart(true);
		expect(meter.events().filter(([name]) => name === "CALIBRATION")).toHaveLength(2);
	});

	it("has them stored in the new layout by the next commit", () => {
		meter.subject.seal(true);
		meter.subject.write("skewL2", 1e-4);
		meter.subject.write("clockError", 17);
		meter.subject.write("calibrated", 0xca1b);
		meter.restart(true);
		expect(read("skew", 1)).toBe(Math.fround(1e-4));
		expect(read("lead", 2)).toBe(Math.fround(0.00975));
		expect(meter.subject.read("clockError")).toBe(17);
		expect(newestOf(meter.chip.image, "calibration")?.bytes[9]).toBe(2);
	});

	it.each([
		["NaN", Number.NaN],
		["a phase error out of range", 0.021],
	])("stops the meter with code 01 if a constant is %s", (_what, value) => {
		meter.chip.powerDown();
		forge((record) => record.setFloat32(12 + 4 * 3, value));
		meter.restart();
		expect(meter.subject.read("errorCode")).toBe(ErrorCode.LOST);
		const before = [...meter.subject.whole];
		meter.run(FULL, 60);
		expect(meter.subject.whole).toEqual(before);
	});
});

describe("an image of software without couplings", () => {
	beforeEach(() => meter.renew(new Chip(ofFullLength(Uint8Array.from(UNCOUPLED)))));

	it("gives its constants, and those that it lacks at nominal", () => {
		expect(meter.subject.read("errorCode")).toBe(0);
		expect(meter.subject.read("calibrated")).toBe(1);
		// An eighth, a fourth and three eighths of the way to a limit, L2 downwards.
		const expected = {
			voltageGain: [1.0125, 0.975, 1.0375],
			voltageSkew: [0.000625, -0.00125, 0.001875],
			currentNoise: [1.25e-5, 2.5e-5, 3.75e-5],
			leadDrift: [1.25e-5, -2.5e-5, 3.75e-5],
		};
		for (const [name, values] of Object.entries(expected))
			for (const [phase, value] of values.entries())
				expect(read(name, phase), `${name}L${phase + 1}`).toBeCloseTo(value, 7);
		expect(meter.subject.read("clockError")).toBe(31.25);
		for (const name of ["clockSlope", "clockCurvature", "couplingL1L2", "couplingL3L2"] as const)
			expect(meter.subject.read(name)).toBe(0);
	});

	it("keeps its energy and meters on", () => {
		expect(meter.stored().whole[0]).toBe(95);
		meter.run(FULL, 61);
		expect(meter.stored().whole[0]).toBeGreaterThan(145);
	});
});

describe("a record of the present layout", () => {
	beforeEach(() => {
		meter.subject.seal(true);
		meter.subject.write("calibrated", 0xca1b);
		meter.chip.powerDown();
	});

	it("keeps clock and couplings, in steps all but the clock's error", () => {
		const values = {
			clockError: -12.5,
			clockSlope: 2.99996,
			clockCurvature: -0.035004,
			couplingL1L2: 1234.4e-7,
			couplingL1L3: -0.003,
			couplingL3L1: 0.003,
			couplingL3L2: -1.6e-7,
		};
		meter.restart();
		meter.subject.seal(true);
		for (const [name, value] of Object.entries(values))
			meter.subject.write(name as RegisterName, value);
		meter.subject.write("calibrated", 0xca1b);
		const checksum = meter.subject.read("calibrationChecksum");
		meter.restart();
		expect(meter.subject.read("calibrationChecksum")).toBe(checksum);
		expect(meter.subject.read("clockError")).toBe(-12.5);
		expect(meter.subject.read("clockSlope")).toBeCloseTo(3, 9);
		expect(meter.subject.read("clockCurvature")).toBeCloseTo(-0.035, 9);
		expect(meter.subject.read("couplingL1L2")).toBeCloseTo(1234e-7, 12);
		expect(meter.subject.read("couplingL1L3")).toBeCloseTo(-0.003, 12);
		expect(meter.subject.read("couplingL3L1")).toBeCloseTo(0.003, 12);
		expect(meter.subject.read("couplingL3L2")).toBeCloseTo(-2e-7, 12);
		expect(newestOf(meter.chip.image, "calibration")?.bytes).toHaveLength(256);
	});

	it.each(["minimum", "maximum"] as const)(
		"keeps all constants at their %s, written as singles",
		(limit) => {
			const first = catalogue.indexOf("voltageGainL1");
			meter.restart();
			meter.subject.seal(true);
			const { model } = meter.subject.meter;
			for (let row = first; row <= catalogue.indexOf("couplingL3L2"); row++)
				expect(model.write(row, Math.fround(model.attributesOf(row).range?.[limit] ?? 0))).toBe(0);
			expect(meter.subject.write("calibrated", 0xca1b)).toBe(0);
			const checksum = meter.subject.read("calibrationChecksum");
			meter.restart();
			expect(meter.subject.read("errorCode")).toBe(0);
			expect(meter.subject.read("calibrationChecksum")).toBe(checksum);
			expect(meter.subject.read("voltageGainL3")).toBeCloseTo(limit === "minimum" ? 0.9 : 1.1, 6);
		},
	);

	it("stops the meter with code 01 if a constant is out of range", () => {
		forge((record) => record.setFloat32(16 + 4 * 54, 501));
		meter.restart();
		expect(meter.subject.read("errorCode")).toBe(ErrorCode.LOST);
		expect(meter.subject.read("voltageGainL1")).toBe(1);
	});

	it("has zero for less than half a step below, with the same checksum after a restart", () => {
		meter.restart();
		meter.subject.seal(true);
		meter.subject.write("clockSlope", -4e-5);
		meter.subject.write("calibrated", 0xca1b);
		const checksum = meter.subject.read("calibrationChecksum");
		expect(meter.subject.read("clockSlope")).toBe(0);
		meter.restart();
		expect(meter.subject.read("calibrationChecksum")).toBe(checksum);
	});

	it("stops the meter with code 81, another version, if its layout is unknown", () => {
		forge((record) => record.setUint8(9, 3));
		const image = Uint8Array.from(meter.chip.image);
		meter.restart();
		expect(meter.subject.read("errorCode")).toBe(0x81);
		meter.run(FULL, 60);
		expect(Buffer.compare(meter.chip.image, image)).toBe(0);
	});

	it("begins with what software of the former layout refuses: a gain of 0", () => {
		const bytes = newestOf(meter.chip.image, "calibration")?.bytes ?? new Uint8Array(16);
		expect([...bytes.subarray(12, 16)]).toEqual([0, 0, 0, 0]);
	});
});
