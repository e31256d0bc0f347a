/**
 * Writes whose record neither copy of its area takes: the client is told, and after the next start
 * the meter has what it said.
 */
import { catalogue } from "catalogue";
import { Outcome } from "registers/binding";
import { ErrorCode } from "storage/error-code";
import { beforeEach, describe, expect, it } from "vitest";
import type { RegisterName } from "../../client/register-table.ts";
import { trailOf } from "../../lab/flash-dump/trail.ts";
import { SupplyGone } from "../../testkit/flash.ts";
import { FULL, fullLoadWh, NOTHING, StoredMeter } from "./stored-meter.ts";

const meter = new StoredMeter();

/** Sectors of both copies (docs/storage.md). */
const SETTINGS = [28, 29, 30, 31, 32, 33, 34, 35];
const CALIBRATION = [36, 37, 38, 39];
const RESETS = [40, 41, 42, 43];
const CT_HISTORY = [44, 45, 46, 47];

const GAIN = Math.fround(1.01);

function set(...values: readonly (readonly [RegisterName, number])[]): Outcome {
	const write = meter.subject.meter.model.begin();
	for (const [name, value] of values)
		expect(write.stage(catalogue.indexOf(name), value)).toBe(Outcome.DONE);
	return write.commit();
}

/** Values that the writes below would change. */
const state = (): (number | undefined)[] => [
	meter.subject.read("ctRatio"),
	meter.subject.read("calibrated"),
	meter.subject.read("calibrationChecksum"),
	meter.subject.meter.energy.counters.resetPoint[0],
	meter.subject.read("modbusId"),
];

beforeEach(() => {
	meter.renew();
	meter.run(FULL, 61);
	meter.subject.seal(true);
	meter.subject.write("voltageGainL1", GAIN);
});

describe("a write whose one record neither copy takes", () => {
	it.each([
		["a CT ratio", CT_HISTORY, ["ctRatio", 100_0005]],
		["calibration constants", CALIBRATION, ["calibrated", 0xca1b]],
		["a reset of the resettable counters", RESETS, ["resettableEnergy", 0]],
	] as const)("%s is refused, changes nothing and stops no meter", (_what, badSectors, write) => {
		meter.subject.write("ctRatio", 50_0005);
		const before = state();
		meter.chip.setFaults({ badSectors });
		expect(set(write)).toBe(Outcome.REFUSED);
		expect(state()).toEqual(before);
		expect(meter.subject.read("errorCode")).toBe(ErrorCode.NOT_INITIALISED);
		expect(meter.events().map(([name]) => name)).toContain("STORAGE_FAULT");
		meter.run(FULL, 61);
		for (let starts = 0; starts < 2; starts++) {
			meter.restart(true);
			expect(meter.subject.stopped).toBe(false);
			expect(state().slice(0, -1)).toEqual(before.slice(0, -1));
			expect(meter.subject.whole[0]).toBe(fullLoadWh(11 * 61));
			const { entries, breaks } = trailOf(meter.chip.image);
			expect(breaks).toEqual([]);
			expect(entries.at(-1)?.values).toMatchObject({
				ctRatio: 50 * 65_536 + 5,
				calibration: before[2],
			});
		}
	});

	it.each([
		["CT ratio", CT_HISTORY, []],
		["CT ratio with a setting", SETTINGS, ["lcdCycleTime"]],
	] as const)(
		"a %s that is tried on and on neither fills the audit trail nor wears the flash out",
		(_what, badSectors, others) => {
			meter.chip.setFaults({ badSectors });
			const tryOnce = (i: number): Outcome =>
				set(["ctRatio", 100_0005 + (i % 2) * 5_0000], ...others.map((name) => [name, 9] as const));
			expect(tryOnce(0)).toBe(Outcome.REFUSED);
			const before = [meter.subject.read("latestEntry"), meter.chip.operations];
			for (let i = 1; i < 300; i++) expect(tryOnce(i)).toBe(Outcome.REFUSED);
			expect([meter.subject.read("latestEntry"), meter.chip.operations]).toEqual(before);
			expect(meter.subject.write("tariff", 2)).toBe(Outcome.DONE);
		},
	);

	it("the same write is done once the area takes records again", () => {
		meter.chip.setFaults({ badSectors: CT_HISTORY });
		expect(set(["ctRatio", 100_0005])).toBe(Outcome.REFUSED);
		meter.chip.setFaults({});
		meter.restart();
		expect(set(["ctRatio", 100_0005])).toBe(Outcome.DONE);
		meter.restart();
		expect(meter.subject.read("ctRatio")).toBe(100_0005);
		expect(meter.subject.wrongPages).toBe(0);
	});
});

describe("a write to several records of which one is taken by neither copy", () => {
	const VALUES: readonly [RegisterName, number][] = [
		["modbusId", 9],
		["resettableEnergy", 0],
		["ctRatio", 100_0005],
	];

	/** Expects a stopped meter that writes nothing. */
	function expectStop(): void {
		expect(meter.subject.stopped).toBe(true);
		expect(meter.subject.read("errorCode") & ErrorCode.LOST).not.toBe(0);
		const { operations } = meter.chip;
		meter.run(FULL, 1000);
		meter.subject.warn();
		expect(meter.chip.operations).toBe(operations);
	}

	it.each([
		["CT history", CT_HISTORY],
		["resettable counters", RESETS],
	])("it is refused, and stops the meter, if that is of the %s", (_what, badSectors) => {
		meter.chip.setFaults({ badSectors });
		expect(set(...VALUES)).toBe(Outcome.REFUSED);
		expectStop();
		expect(meter.events().at(-1)).toEqual([
			"STORAGE_FAULT",
			ErrorCode.LOST | ErrorCode.NOT_INITIALISED,
		]);
		meter.restart();
		expectStop();
		meter.chip.setFaults({});
		meter.restart();
		expect(meter.subject.read("errorCode")).toBe(0);
		expect(meter.subject.whole[0]).toBe(fullLoadWh(61));
		const [ctRatio, , , resetPoint, modbusId] = state();
		expect([ctRatio, resetPoint, modbusId]).toEqual([100_0005, fullLoadWh(61), 9]);
		expect(meter.events().filter(([name]) => name === "RESET")).toHaveLength(1);
		meter.restart();
		expect(meter.subject.read("errorCode")).toBe(0);
	});

	it("the start after a cut in it stops the meter, rather than leave half of it in force", () => {
		meter.run(NOTHING, 1);
		// The entry of the CT ratio, its event, and the record of settings are four operations each.
		meter.chip.setFaults({ cutAfterOperations: 12 });
		expect(() => set(...VALUES)).toThrow(SupplyGone);
		meter.chip.setFaults({ badSectors: CT_HISTORY });
		meter.restart();
		expectStop();
		meter.chip.setFaults({});
		meter.restart();
		expect(meter.subject.read("errorCode")).toBe(0);
		expect(meter.subject.read("ctRatio")).toBe(100_0005);
	});
});
