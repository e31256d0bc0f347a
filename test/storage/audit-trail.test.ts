/** The audit trail: nothing legally relevant happens without an entry, and none can be flushed. */

import { Outcome } from "registers/binding";
import { ErrorCode } from "storage/error-code";
import { beforeEach, describe, expect, it } from "vitest";
import { type Entry, trailOf } from "../../lab/flash-dump/trail.ts";
import { Subject } from "../../lab/torture/subject.ts";
import { FULL, NOTHING, nameOf, StoredMeter } from "./stored-meter.ts";

/** Sectors of the audit trail, main and backup (docs/storage.md). */
const SECTORS = Array.from({ length: 16 }, (_, i) => 64 + i);

/** Changes from one opening of the seal to the next (docs/storage.md). */
const CHANGES = 256;

const RATIO = 100_0005;

const meter = new StoredMeter();

beforeEach(() => meter.renew());

function trail(): readonly Entry[] {
	const { entries, breaks } = trailOf(meter.chip.image);
	expect(breaks).toEqual([]);
	return entries;
}

/** Names and details of the entries. */
function entries(): (readonly [string | undefined, number])[] {
	return trail().map(({ code, detail }) => [nameOf(code), detail] as const);
}

describe("the audit trail has an entry", () => {
	it("of seal, calibration, CT ratio, combination code, wiring and lock, with all values", () => {
		const { subject } = meter;
		subject.seal(true);
		subject.write("voltageGainL1", 1.01);
		subject.write("calibrated", 0xca1b);
		subject.write("wiring", 2);
		subject.write("parameterLock", 1);
		subject.write("ctRatio", RATIO);
		subject.write("combinationCode", 3);
		const checksum = subject.read("calibrationChecksum");
		subject.seal(false);
		expect(entries()).toEqual([
			["SEAL_OPENED", 0],
			["CALIBRATION", checksum],
			["WIRING", 2],
			["PARAMETER_LOCK", 1],
			["CT_RATIO", 100 * 65_536 + 5],
			["COMBINATION_CODE", 3],
			["SEAL_CLOSED", 0],
		]);
		expect(trail().at(-1)?.values).toEqual({
			seal: 0,
			calibration: checksum,
			ctRatio: 100 * 65_536 + 5,
			combinationCode: 3,
			wiring: 2,
			parameterLock: 1,
		});
	});

	it("of a storage fault", () => {
		meter.chip.setFaults({ badSectors: Array.from({ length: 12 }, (_, sector) => sector) });
		meter.run(FULL, 61);
		expect(entries()).toEqual([["STORAGE_FAULT", ErrorCode.MAIN_FAILED]]);
	});

	it("of a seal that was opened while the meter had no supply, and one only", () => {
		meter.run(NOTHING, 1);
		meter.chip.powerDown();
		meter.subject = new Subject(meter.chip, [1]);
		meter.chip.powerDown();
		meter.subject = new Subject(meter.chip, [1]);
		expect(entries()).toEqual([["SEAL_OPENED", 0]]);
		meter.restart();
		expect(entries().at(-1)).toEqual(["SEAL_CLOSED", 0]);
	});

	it("of every commit of a calibration, even of the same constants", () => {
		meter.subject.seal(true);
		meter.subject.write("calibrated", 0xdefa);
		meter.subject.write("calibrated", 0xdefa);
		expect(entries().filter(([name]) => name === "CALIBRATION")).toHaveLength(2);
	});

	it("of no change that stays as it is", () => {
		meter.subject.write("combinationCode", 1);
		meter.subject.write("ctRatio", 5_0005);
		expect(entries()).toEqual([]);
	});
});

describe("nobody can flush the audit trail", () => {
	it("one combination code a minute for ten hours leaves the entries of seal and ratio", () => {
		const { subject } = meter;
		subject.seal(true);
		subject.seal(false);
		subject.write("ctRatio", RATIO);
		const outcomes: Outcome[] = [];
		for (let i = 0; i < 600; i++) {
			meter.run(NOTHING, 60);
			outcomes.push(subject.write("combinationCode", 1 + (subject.read("combinationCode") % 4)));
		}
		expect(outcomes.lastIndexOf(Outcome.DONE)).toBe(CHANGES - 1);
		expect(outcomes.at(-1)).toBe(Outcome.REFUSED);
		expect(subject.read("changesLeft")).toBe(0);
		expect(entries().slice(0, 4)).toEqual([
			["SEAL_OPENED", 0],
			["SEAL_CLOSED", 0],
			["CT_RATIO", 100 * 65_536 + 5],
			["COMBINATION_CODE", 2],
		]);
		// Refused changes write nothing, so they cost other clients nothing.
		for (let i = 0; i < 500; i++) subject.write("combinationCode", 1 + (i % 4));
		expect(subject.write("modbusId", 9)).toBe(Outcome.DONE);
		// The CT ratio, with its seven changes in a life, can still be changed.
		expect(subject.write("ctRatio", 200_0005)).toBe(Outcome.DONE);
		meter.restart();
		expect(meter.subject.write("combinationCode", 3)).toBe(Outcome.REFUSED);
		meter.subject.seal(true);
		expect(meter.subject.read("changesLeft")).toBe(CHANGES);
		expect(meter.subject.write("combinationCode", 3)).toBe(Outcome.DONE);
	});

	it("other events leave it alone", () => {
		meter.subject.write("combinationCode", 3);
		for (let i = 0; i < 1100; i++) {
			meter.run(NOTHING, 1);
			meter.restart(i % 2 === 0);
		}
		expect(meter.subject.read("latestEvent")).toBeGreaterThan(2000);
		expect(entries()).toEqual([["COMBINATION_CODE", 3]]);
	});

	it("an entry is skipped by no allowance: what cannot be stored is refused", () => {
		const { subject } = meter;
		for (let i = 0; i < 250; i++) subject.write("backlight", 1 + (i % 3));
		expect(subject.write("combinationCode", 4)).toBe(Outcome.BUSY);
		expect(subject.read("combinationCode")).toBe(1);
		expect(subject.meter.modbus.write(0x400f, 1, new DataView(new ArrayBuffer(2)), 0, false)).toBe(
			Outcome.BAD_VALUE,
		);
		meter.run(NOTHING, 20);
		expect(entries()).toEqual([]);
	});
});

describe("a change that cannot be logged", () => {
	it.each([
		["combinationCode", 3, 1],
		["ctRatio", RATIO, 5_0005],
		["wiring", 1, 0],
		["parameterLock", 1, 0],
	] as const)("%s is refused, and stays as it was", (name, value, before) => {
		meter.subject.seal(true);
		meter.chip.setFaults({ badSectors: SECTORS });
		expect(meter.subject.write(name, value)).toBe(Outcome.REFUSED);
		expect(meter.subject.read(name)).toBe(before);
		expect(meter.subject.read("errorCode")).toBe(ErrorCode.NOT_INITIALISED);
		meter.chip.setFaults({});
		meter.restart();
		expect(meter.subject.read(name)).toBe(before);
	});

	it("a calibration is refused, and the constants stay in force", () => {
		meter.subject.seal(true);
		meter.subject.write("voltageGainL1", 1.01);
		const before = meter.subject.read("calibrationChecksum");
		meter.chip.setFaults({ badSectors: SECTORS });
		expect(meter.subject.write("calibrated", 0xca1b)).toBe(Outcome.REFUSED);
		expect(meter.subject.read("calibrationChecksum")).toBe(before);
	});

	it("settings that are not legally relevant are stored as before", () => {
		meter.chip.setFaults({ badSectors: SECTORS });
		expect(meter.subject.write("modbusId", 9)).toBe(Outcome.DONE);
	});
});

describe("a change that cannot be stored", () => {
	it("is refused, and the audit trail ends with the value in force", () => {
		meter.subject.write("combinationCode", 2);
		meter.chip.setFaults({ badSectors: [28, 29, 30, 31, 32, 33, 34, 35] });
		expect(meter.subject.write("combinationCode", 3)).toBe(Outcome.REFUSED);
		expect(meter.subject.read("combinationCode")).toBe(2);
		expect(trail().at(-1)?.values.combinationCode).toBe(2);
		meter.restart();
		expect(meter.subject.read("combinationCode")).toBe(2);
	});
});
