/**
 * A write that changes several records is all or nothing across a power cut, and an image of the
 * moment between the records is read by flash-dump.
 */
import { catalogue } from "catalogue";
import { Outcome } from "registers/binding";
import { describe, expect, it } from "vitest";
import { Chip } from "../../bench/flash/chip.ts";
import { energyOf, newestOf, settingsOf, stepsOf } from "../../bench/flash/image.ts";
import type { RegisterName } from "../../client/register-table.ts";
import { describe as dump } from "../../lab/flash-dump/main.ts";
import { Subject } from "../../lab/torture/subject.ts";
import { SupplyGone } from "../../testkit/flash.ts";
import { NOTHING, StoredMeter } from "./stored-meter.ts";

/** Operations of one record in both copies: its body and its CRC, each twice. */
const RECORD_OPERATIONS = 4;

/** Operations before the record of settings: the entry of the audit trail and the event. */
const LOG_OPERATIONS = 2 * RECORD_OPERATIONS;

const VALUES: readonly [RegisterName, number][] = [
	["modbusId", 9],
	["tariff", 3],
	["ctRatio", 100_0005],
	["resettableEnergy", 0],
];

/** Writes all of VALUES in one commit. */
function writeAll({ meter: { model } }: Subject): void {
	const write = model.begin();
	for (const [name, value] of VALUES)
		expect(write.stage(catalogue.indexOf(name), value)).toBe(Outcome.DONE);
	expect(write.commit()).toBe(Outcome.DONE);
}

/** The chip of a meter whose supply has failed after this many operations of the write. */
function cutAfter(operations: number): { chip: Chip; completed: boolean } {
	const chip = new Chip();
	const subject = new Subject(chip);
	for (let s = 0; s < 63; s++) subject.second({ active: [1150, 1150, 1150], reactive: [0, 0, 0] });
	chip.setFaults({ cutAfterOperations: operations });
	try {
		writeAll(subject);
	} catch (error) {
		if (!(error instanceof SupplyGone)) throw error;
		return { chip, completed: false };
	}
	chip.setFaults({});
	chip.powerDown();
	return { chip, completed: true };
}

function stateOf(subject: Subject): number[] {
	return [...VALUES.map(([name]) => subject.read(name)), subject.read("errorCode")];
}

const newestSettings = (chip: Chip) => {
	const record = newestOf(chip.image, "settings");
	if (!record) throw new Error("no record of settings");
	return record;
};

describe("a write of a setting, the tariff, the CT ratio and a reset", () => {
	it("is all old or all new after a cut in any of its operations", () => {
		const states: string[] = [];
		for (let operations = 0; ; operations++) {
			const { chip, completed } = cutAfter(operations);
			states.push(stateOf(new Subject(chip)).join());
			if (completed) break;
		}
		const [before = "", after = ""] = [states[0], states.at(-1)];
		expect(before).toMatch(/^1,1,50005,[1-9]\d*,0$/);
		expect(after).toBe("9,3,1000005,0,0");
		const change = states.indexOf(after);
		expect(change).toBeLessThanOrEqual(LOG_OPERATIONS + RECORD_OPERATIONS);
		expect(states.slice(0, change).every((state) => state === before)).toBe(true);
		expect(states.slice(change).every((state) => state === after)).toBe(true);
	});
});

describe("a reset of the power-down counter", () => {
	it("is logged with the value before it, even if a cut has interrupted its write", () => {
		const meter = new StoredMeter();
		meter.run(NOTHING, 1);
		meter.restart(true);
		const write = meter.subject.meter.model.begin();
		write.stage(catalogue.indexOf("modbusId"), 9);
		write.stage(catalogue.indexOf("powerDownCounter"), 0);
		meter.chip.setFaults({ cutAfterOperations: RECORD_OPERATIONS });
		expect(() => write.commit()).toThrow(SupplyGone);
		meter.restart();
		expect(meter.subject.read("powerDownCounter")).toBe(0);
		expect(meter.events().at(-1)).toEqual(["POWER_DOWN_RESET", 2]);
	});
});

describe("a commit of constants together with another wiring", () => {
	it("is refused, since it could be half done after a cut", () => {
		const subject = new Subject(new Chip());
		subject.seal(true);
		subject.write("voltageGainL1", Math.fround(1.05));
		const write = subject.meter.model.begin();
		write.stage(catalogue.indexOf("wiring"), 3);
		write.stage(catalogue.indexOf("calibrated"), 0xca1b);
		expect(write.commit()).toBe(Outcome.REFUSED);
		expect([subject.read("wiring"), subject.read("calibrated")]).toEqual([0, 0]);
		expect(subject.write("wiring", 3)).toBe(Outcome.DONE);
		expect(subject.write("calibrated", 0xca1b)).toBe(Outcome.DONE);
	});
});

describe("flash-dump", () => {
	it("reads the steps of a write that was interrupted after the record of settings", () => {
		const { chip } = cutAfter(LOG_OPERATIONS + RECORD_OPERATIONS);
		const settings = newestSettings(chip);
		expect(settingsOf(settings)).toHaveLength(26);
		expect(stepsOf(settings)).toEqual({
			tariff: 3,
			ctRatio: 100_0005,
			resetCounters: true,
			resetPowerDowns: false,
		});
		expect(dump(chip.image)).toContain("settings: of an interrupted write");
	});

	it("tells the same record as carried out after the next start", () => {
		const { chip } = cutAfter(LOG_OPERATIONS + RECORD_OPERATIONS);
		const subject = new Subject(chip);
		expect(subject.read("errorCode")).toBe(0);
		const energy = newestOf(chip.image, "energy");
		expect(energy && energyOf(energy).settingsSequence).toBe(newestSettings(chip).sequence);
		expect(dump(chip.image)).toContain("settings: carried out");
	});

	it("finds no steps in the record of a write that changed settings only", () => {
		const chip = new Chip();
		new Subject(chip).write("modbusId", 9);
		expect(stepsOf(newestSettings(chip))).toBeUndefined();
	});
});
