/**
 * A write that changes several records is all or nothing across a power cut, and an image of the
 * moment between the records is read by flash-dump.
 */
import { catalogue } from "catalogue";
import type { Meter } from "meter";
import { Outcome } from "registers/binding";
import { describe, expect, it } from "vitest";
import { Chip } from "../../bench/flash/chip.ts";
import { energyOf, newestOf, settingsOf, stepsOf } from "../../bench/flash/image.ts";
import type { RegisterName } from "../../client/register-table.ts";
import { describe as dump } from "../../lab/flash-dump/main.ts";
import { Subject } from "../../lab/torture/subject.ts";
import { SupplyGone } from "../../testkit/flash.ts";
import { type EventName, FULL, NOTHING, StoredMeter } from "./stored-meter.ts";

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
		// The cut that has interrupted it counts.
		expect(meter.subject.read("powerDownCounter")).toBe(1);
		expect(meter.events().slice(-2)).toEqual([
			["POWER_UP", 1],
			["POWER_DOWN_RESET", 1],
		]);
	});
});

/** Values that a write sets, and the events that tell of it. */
const TOLD: readonly [string, [RegisterName, number][], EventName[]][] = [
	["the password", [["password", 4711]], ["PASSWORD"]],
	["the resettable counters", [["resettableEnergy", 0]], ["RESET"]],
	["the power-down counter", [["powerDownCounter", 0]], ["POWER_DOWN_RESET"]],
	[
		"all of these",
		[
			["password", 4711],
			["resettableEnergy", 0],
			["powerDownCounter", 0],
		],
		["PASSWORD", "RESET", "POWER_DOWN_RESET"],
	],
];

/** Operations of a start, and of the longest write of TOLD. */
const MANY_OPERATIONS = 60;

/** Runs `work` until the supply fails after `operations`; true if it does. */
function isCut(chip: Chip, operations: number, work: () => unknown): boolean {
	chip.setFaults({ cutAfterOperations: operations });
	try {
		work();
	} catch (error) {
		if (!(error instanceof SupplyGone)) throw error;
		chip.powerDown();
		return true;
	}
	chip.setFaults({});
	chip.powerDown();
	return false;
}

describe("the events of a write", () => {
	/** A meter that has counted, and has had a power cut. */
	function counted(): StoredMeter {
		const meter = new StoredMeter();
		meter.run(FULL, 61);
		meter.restart(true);
		meter.run(FULL, 30);
		return meter;
	}

	const set = ({ model }: Meter, values: readonly [RegisterName, number][]): Outcome => {
		const write = model.begin();
		for (const [name, value] of values) write.stage(catalogue.indexOf(name), value);
		return write.commit();
	};

	/** True if a write of TOLD is in force in the meter that has started after it. */
	function isInForce({ subject }: StoredMeter): boolean {
		const { meter } = subject;
		const point = meter.energy.counters.resetPoint[0] ?? 0;
		return subject.read("password") === 4711 || point > 0 || subject.read("powerDownCounter") < 2;
	}

	it.each(TOLD)(
		"of %s are in the log once if it is in force after a cut, else not",
		(_what, values, events) => {
			const times: number[] = [];
			for (let operations = 0; operations < MANY_OPERATIONS; operations++) {
				const meter = counted();
				const cut = isCut(meter.chip, operations, () => set(meter.subject.meter, values));
				meter.subject = new Subject(meter.chip);
				const count = isInForce(meter) ? 1 : 0;
				times.push(count);
				const found = meter
					.events()
					.flatMap(([name]) => (name && events.includes(name) ? name : []));
				expect(found, `after ${operations}`).toEqual(count === 1 ? events : []);
				if (!cut) break;
			}
			expect(times.indexOf(1)).toBeGreaterThan(1);
			expect(times.lastIndexOf(0)).toBeLessThan(times.indexOf(1));
			expect(times.length - times.indexOf(1)).toBeGreaterThan(RECORD_OPERATIONS);
		},
	);

	it("are there once if the start after the cut is cut as well", () => {
		const [, values, events] = TOLD[3];
		const image = (operations: number): Uint8Array => {
			const meter = counted();
			isCut(meter.chip, operations, () => set(meter.subject.meter, values));
			return meter.chip.image;
		};
		// From the record of settings to the energy record that marks it as done.
		for (let first = RECORD_OPERATIONS; first < 8 * RECORD_OPERATIONS; first += 3) {
			const before = image(first);
			for (let second = 0; second < MANY_OPERATIONS; second++) {
				const meter = new StoredMeter();
				const chip = new Chip(before.slice());
				const cut = isCut(chip, second, () => new Subject(chip));
				meter.chip = chip;
				meter.subject = new Subject(chip);
				const found = meter.events().filter(([name]) => name && events.includes(name));
				expect(
					found.map(([name]) => name),
					`after ${first}, ${second}`,
				).toEqual(events);
				if (!cut) break;
			}
		}
	});
});

describe("a commit of constants together with another wiring", () => {
	it.each([
		["the tariff", "tariff", 2],
		["the CT ratio", "ctRatio", 100_0005],
		["a reset", "resettableEnergy", 0],
	] as const)("is refused with %s, too", (_what, name, value) => {
		const subject = new Subject(new Chip());
		subject.seal(true);
		const before = subject.read(name);
		const write = subject.meter.model.begin();
		write.stage(catalogue.indexOf(name), value);
		write.stage(catalogue.indexOf("calibrated"), 0xca1b);
		expect(write.commit()).toBe(Outcome.REFUSED);
		expect([subject.read(name), subject.read("calibrated")]).toEqual([before, 0]);
	});

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
			newPassword: false,
			// After the power-up and the CT ratio.
			firstEvent: 3,
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
