/**
 * Damage that nobody would read until the other copy fails too: in areas that never held a record,
 * and after the newest record.
 */
import { Outcome } from "registers/binding";
import { ErrorCode } from "storage/error-code";
import { beforeEach, describe, expect, it } from "vitest";
import { SECTOR } from "../../bench/flash/chip.ts";
import { newestOf, readImage } from "../../bench/flash/image.ts";
import { SupplyGone } from "../../testkit/flash.ts";
import { FULL, StoredMeter } from "./stored-meter.ts";

const meter = new StoredMeter();

beforeEach(() => {
	meter.renew();
	meter.run(FULL, 61);
	meter.restart(true);
});

function zero(sector: number): void {
	meter.chip.image.fill(0, sector * SECTOR, (sector + 1) * SECTOR);
}

/** Error codes of this power-up and the next. */
function codes(): number[] {
	meter.restart(true);
	const first = meter.subject.read("errorCode");
	meter.restart(true);
	return [first, meter.subject.read("errorCode")];
}

/** Sectors of the areas in a young meter whose settings are the factory's (docs/storage.md). */
const UNUSED: readonly [name: string, main: number, backup: number][] = [
	["settings", 28, 32],
	["settings, second sector", 29, 33],
	["calibration", 36, 38],
	["calibration, second sector", 37, 39],
	["resettable counters", 40, 42],
	["CT history", 44, 46],
	["CT history, second sector", 45, 47],
];

describe("an area that never held a record", () => {
	it.each(UNUSED)(
		"%s: a lost sector of main, and later of backup, is told once and mended, and stops no meter",
		(_name, main, backup) => {
			const before = [...meter.subject.whole];
			zero(main);
			expect(codes()).toEqual([ErrorCode.MAIN_WRONG, 0]);
			zero(backup);
			expect(codes()).toEqual([ErrorCode.BACKUP_WRONG, 0]);
			expect(meter.subject.whole).toEqual(before);
		},
	);

	it.each(UNUSED)(
		"%s: sectors of both copies lost at once stop no meter",
		(_name, main, backup) => {
			zero(main);
			zero(backup);
			expect(codes()).toEqual([ErrorCode.MAIN_WRONG | ErrorCode.BACKUP_WRONG, 0]);
			meter.subject.seal(true);
			meter.subject.write("calibrated", 0xdefa);
			meter.subject.write("ctRatio", 100_0005);
			meter.subject.write("resettableEnergy", 0);
			meter.subject.write("modbusId", 9);
			meter.restart();
			expect(meter.subject.read("errorCode")).toBe(0);
			expect(meter.subject.read("ctRatio")).toBe(100_0005);
			expect(meter.subject.read("modbusId")).toBe(9);
		},
	);

	it("a broken head in front of an interrupted record is told once and mended", () => {
		const offset = 44 * SECTOR;
		const slot = () => meter.chip.image.subarray(offset + 256, offset + 512);
		for (let operations = 0; slot().every((byte) => byte === 0xff); operations++) {
			meter.chip.setFaults({ cutAfterOperations: operations, tornBytes: 40 });
			expect(() => meter.subject.write("ctRatio", 100_0005)).toThrow(SupplyGone);
			meter.chip.setFaults({});
			meter.restart();
		}
		expect(readImage(meter.chip.image, "CT history")[0]?.records).toEqual([]);
		meter.chip.flip(8 * (offset + 7) + 1);
		expect(codes()).toEqual([ErrorCode.MAIN_WRONG, 0]);
		meter.subject.write("ctRatio", 200_0005);
		expect(codes()).toEqual([0, 0]);
	});

	it("a page of the CT history is written to both copies after one of them was mended", () => {
		zero(44);
		codes();
		meter.subject.write("ctRatio", 100_0005);
		expect(readImage(meter.chip.image, "CT history").map(({ records }) => records.length)).toEqual([
			1, 1,
		]);
	});
});

describe("an area with records", () => {
	it("a CT history of which one copy is lost is whole again after the next power-up", () => {
		for (let primary = 50; primary <= 200; primary += 50)
			meter.subject.write("ctRatio", primary * 10_000 + 5);
		zero(44);
		zero(45);
		expect(codes()).toEqual([ErrorCode.MAIN_WRONG, 0]);
		zero(46);
		zero(47);
		expect(codes()).toEqual([ErrorCode.BACKUP_WRONG, 0]);
		expect(meter.subject.wrongPages).toBe(0);
		expect(meter.subject.read("ctRatio")).toBe(200_0005);
	});

	it.each(["settings", "calibration", "resets", "CT history"] as const)(
		"a broken slot after the newest record of %s is told once, in one copy and then in the other",
		(area) => {
			meter.subject.seal(true);
			meter.subject.write("calibrated", 0xdefa);
			meter.subject.seal(false);
			meter.subject.write("ctRatio", 100_0005);
			meter.subject.write("resettableEnergy", 0);
			meter.subject.write("modbusId", 9);
			for (const [copy, bit] of [ErrorCode.MAIN_WRONG, ErrorCode.BACKUP_WRONG].entries()) {
				const newest = readImage(meter.chip.image, area)[copy]?.records.at(-1);
				const after = (newest?.offset ?? 0) + 256;
				meter.chip.image.fill(0, after, after + 256);
				expect(codes()).toEqual([bit, 0]);
			}
			expect(meter.subject.read("modbusId")).toBe(9);
			expect(meter.subject.read("ctRatio")).toBe(100_0005);
		},
	);
});

describe("bits that are stuck in slots without a record", () => {
	it.each(["settings", "resets", "energy"] as const)(
		"in both copies of %s are no lost records, and stop no meter",
		(area) => {
			meter.subject.write("modbusId", 9);
			meter.subject.write("resettableEnergy", 0);
			meter.subject.warn();
			for (const { records } of readImage(meter.chip.image, area)) {
				const blank = (records.at(-1)?.offset ?? 0) + 256;
				// In the checksum of one slot, and in the head of another one after it.
				meter.chip.flip(8 * (blank + 253));
				meter.chip.flip(8 * (blank + 512 + 5));
			}
			meter.restart();
			expect(meter.subject.stopped).toBe(false);
			expect(meter.subject.read("errorCode")).toBe(0);
			expect(meter.subject.read("modbusId")).toBe(9);
		},
	);
});

describe("an area of two sectors", () => {
	it("erases no copy's only record after a cut in the first slot of a sector", () => {
		for (let i = 0; i < 15; i++) meter.subject.write("resettableEnergy", 0);
		meter.run(FULL, 1);
		// Energy in both copies is four operations; the next is the body of the record.
		meter.chip.setFaults({ cutAfterOperations: 4, tornBytes: 1 });
		expect(() => meter.subject.write("resettableEnergy", 0)).toThrow(SupplyGone);
		meter.chip.setFaults({});
		meter.restart();
		meter.run(FULL, 3);
		for (const { records } of readImage(meter.chip.image, "resets"))
			expect(records.at(-1)?.sequence).toBe(15);
		expect(codes()).toEqual([0, 0]);
	});

	it.each([
		["the second of both copies", [41, 43]],
		["the first of both copies", [40, 42]],
		["the first of main and the second of backup", [40, 43]],
	])("keeps each reset that it has acknowledged if %s cannot be erased", (_which, badSectors) => {
		meter.chip.setFaults({ badSectors });
		const outcomes: Outcome[] = [];
		let [reset] = meter.subject.whole;
		for (let i = 0; i < 32; i++) {
			meter.run(FULL, 2);
			const outcome = meter.subject.write("resettableEnergy", 0);
			if (outcome === Outcome.DONE) reset = meter.subject.whole[0];
			outcomes.push(outcome);
		}
		expect(new Set(outcomes)).toEqual(new Set([Outcome.DONE, Outcome.REFUSED]));
		expect(meter.subject.read("errorCode")).toBe(ErrorCode.NOT_INITIALISED);
		meter.restart(true);
		expect(meter.subject.stopped).toBe(false);
		expect(meter.subject.meter.energy.counters.resetPoint[0]).toBe(reset);
	});
});

describe("the mantissa", () => {
	it("a broken record is told at one power-up only, whatever cuts follow", () => {
		const newest = newestOf(meter.chip.image, "mantissa");
		meter.chip.image.fill(0, (newest?.offset ?? 0) + 20, (newest?.offset ?? 0) + 40);
		const seen = [1, 2, 3].map(() => {
			meter.restart();
			return meter.subject.read("errorCode");
		});
		expect(seen).toEqual([ErrorCode.MANTISSA_WRONG, 0, 0]);
	});

	it("an area without any readable record is told once, and takes fractions again", () => {
		for (let sector = 24; sector < 28; sector++) zero(sector);
		meter.restart();
		expect(meter.subject.read("errorCode")).toBe(ErrorCode.MANTISSA_WRONG);
		meter.run(FULL, 7);
		const { energy } = meter.subject;
		meter.restart(true);
		expect(meter.subject.read("errorCode")).toBe(0);
		expect(meter.subject.energy.every((value, i) => Math.abs(value - energy[i]) < 1e-6)).toBe(true);
	});
});
