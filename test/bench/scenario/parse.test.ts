import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DEFAULT_MAINS } from "../../../bench/mains/settings.ts";
import { secondsOf } from "../../../bench/scenario/duration.ts";
import { readScenario } from "../../../bench/scenario/parse.ts";
import { root } from "../../manifest/manifest.ts";

const folder = mkdtempSync(join(tmpdir(), "ambit-scenario-"));

afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
}

/** The error of a scenario, without the folder. */
function complaint(text: string, csv = ""): string {
	file("load.csv", csv);
	try {
		readScenario(file("s.yaml", text), 2);
	} catch (error) {
		return (error as Error).message.replaceAll(`${folder}/`, "");
	}
	return "";
}

describe("a duration", () => {
	it.each([
		[90, 90],
		["90 s", 90],
		["1 h 30 min", 5400],
		["1h30min", 5400],
		["250 ms", 0.25],
		["2 d", 172_800],
		["7:30", 27_000],
		["0:00:15.5", 15.5],
	])("%j is %d seconds", (text, seconds) => expect(secondsOf(text)).toBe(seconds));

	it.each(["", "90", "s", "90 sec", "1 h and", "-5 s", "7:60", -1, Number.NaN])(
		"%j is none",
		(text) => expect(secondsOf(text)).toBeUndefined(),
	);
});

describe("a scenario that is wrong", () => {
	const HEAD = "version: 1\nduration: 1 h\n";

	it.each([
		["an unknown key", `${HEAD}speed: 3\n`, "s.yaml:3: speed: is not a known key"],
		[
			"an unknown key of an event",
			`${HEAD}events:\n  - at: 1 s\n    powr: off\n`,
			"s.yaml:5: events[0].powr: is not a known key",
		],
		["no version", "duration: 1 h\n", "s.yaml:1: version is missing"],
		["a bad duration", "version: 1\nduration: soon\n", 's.yaml:2: duration: "soon" is not a time'],
		[
			"a time that goes back",
			`${HEAD}events:\n  - { at: 2 min, power: off }\n  - { at: 1 min, power: on }\n`,
			"s.yaml:5: events[1].at: 1 min goes back before 2 min",
		],
		[
			"a time after the end",
			`${HEAD}events:\n  - { at: 2 h, power: off }\n`,
			"s.yaml:4: events[0].at: 2 h is after the end",
		],
		[
			"two things at once",
			`${HEAD}events:\n  - { at: 2 min, power: off, seal: open }\n`,
			"s.yaml:4: events[0]: needs exactly one of mains, tariffInput, press, write, power, seal, " +
				"flash, frames, temperature, bus, radio",
		],
		[
			"an end of what has none",
			`${HEAD}events:\n  - { at: 2 min, seal: open, for: 3 s }\n`,
			"s.yaml:4: events[0].for: seal does not end by itself",
		],
		[
			"an end of a radio that is back",
			`${HEAD}events:\n  - { at: 2 min, radio: back, for: 3 s }\n`,
			"s.yaml:4: events[0].for: radio does not end by itself",
		],
		[
			"a meter that is not there",
			`${HEAD}events:\n  - { at: 2 min, meter: 2, power: off }\n`,
			"s.yaml:4: events[0].meter: the bench has 2, from 0",
		],
		[
			"a voltage out of range",
			`${HEAD}meters:\n  - mains:\n      phases: [{ voltage: 1000 }]\n`,
			"s.yaml:5: meters[0].mains.phases[0].voltage: must be <= 480",
		],
		[
			"a voltage that the wiring forbids",
			`${HEAD}events:\n  - at: 1 s\n    mains: { wiring: 3P3W, phases: [{ voltage: 400 }] }\n`,
			"s.yaml:5: events[0].mains: phases[0].voltage: 400 is out of range 0..320 V in 3P3W",
		],
		[
			"a register that does not exist",
			`${HEAD}events:\n  - { at: 1 s, write: { tarif: 2 } }\n`,
			"s.yaml:4: events[0].write.tarif: is not a register",
		],
		[
			"a register that is read only",
			`${HEAD}events:\n  - { at: 1 s, write: { voltageL1: 2 } }\n`,
			"s.yaml:4: events[0].write.voltageL1: is read only",
		],
		[
			"a poll of nothing",
			`${HEAD}polls:\n  - { every: 1 s }\n`,
			"s.yaml:4: polls[0]: needs exactly one of read and mbus",
		],
		[
			"a poll that never pauses",
			`${HEAD}polls:\n  - { every: 0.0001 ms, mbus: 1 }\n`,
			"s.yaml:4: polls[0].every: must be at least 1 ms",
		],
		[
			"a poll of an unknown register",
			`${HEAD}polls:\n  - { every: 1 s, read: [voltageL1, volts] }\n`,
			"s.yaml:4: polls[0].read[1]: volts is not a register",
		],
		[
			"an unknown day",
			`${HEAD}meters:\n  - load: { day: office }\n`,
			"s.yaml:4: meters[0].load.day: must be one of house, charger, solar, heat pump",
		],
		[
			"an unknown day in a list",
			`${HEAD}meters:\n  - load:\n      - { day: house }\n      - { day: office }\n`,
			"s.yaml:6: meters[0].load[1].day: must be one of house, charger, solar, heat pump",
		],
		[
			"a load that is neither an object nor a list",
			`${HEAD}meters:\n  - load: house\n`,
			"s.yaml:4: meters[0].load: must be an object",
		],
		[
			"phases of a profile",
			`${HEAD}meters:\n  - load: { csv: load.csv, phases: [L1] }\n`,
			"s.yaml:4: meters[0].load.phases: goes with day, a profile has all phases",
		],
		[
			"a range without a count",
			`${HEAD}polls:\n  - { every: 1 s, read: { address: 1 } }\n`,
			"s.yaml:4: polls[0].read: count is missing",
		],
		[
			"a code of an answer that is only garbled",
			`${HEAD}events:\n  - { at: 0, bus: { fault: garble, code: 6 } }\n`,
			"s.yaml:4: events[0].bus.code: goes with the fault exception, not garble",
		],
		[
			"a delay of an answer that is dropped",
			`${HEAD}events:\n  - { at: 0, bus: { fault: drop, delay: 5 ms } }\n`,
			"s.yaml:4: events[0].bus.delay: goes with the fault delay, not drop",
		],
		[
			"a Modbus ID on M-Bus",
			`${HEAD}polls:\n  - { every: 1 s, mbus: 1, unit: 2 }\n`,
			"s.yaml:4: polls[0].unit: goes with read, mbus is the address",
		],
		["a key given twice", `${HEAD}seed: 1\nseed: 2\n`, "s.yaml:4: Map keys must be unique"],
		["a key that is a list", `${HEAD}? [title]\n: a day\n`, "s.yaml:3: a key must be a text"],
		[
			"keys in keys, which would take all memory",
			`${HEAD}${"? ".repeat(600)}\n`,
			"s.yaml:3: a key must be a text",
		],
		["an alias of nothing", `${HEAD}title: *other\n`, /^s\.yaml: Unresolved alias/],
		["text that is no YAML", `${HEAD}events: [\n`, /^s\.yaml:\d: Flow sequence/],
		[
			"a load that the terminals do not take",
			`${HEAD}meters:\n  - load: { csv: load.csv }\n`,
			"s.yaml:4: meters[0].load: needs 26.09 A on L2 at 60 s, the terminals take 21.2 A: a " +
				"larger ct divides it",
		],
	])("is refused by line and key: %s", (_what, text, expected) => {
		const found = complaint(text, "time,L1,L2,L3\n0,1,2,3\n60,1,6000,3\n");
		if (typeof expected === "string") expect(found).toBe(expected);
		else expect(found).toMatch(expected);
	});

	it.each([
		["a hole", "time,L1,L2,L3\n0,1,,3\n", "load.csv:2: L2: is empty"],
		["text", "time,L1,L2,L3\n0,1,2,3\n5,1,2,much\n", 'load.csv:3: L3: "much" is not a number'],
		[
			"a time that goes back",
			"time,L1,L2,L3\n9,1,2,3\n5,1,2,3\n",
			"load.csv:3: time: does not come after that of the row before",
		],
		["a missing column", "time,L1,L2,L3\n0,1,2\n", "load.csv:2: has 3 columns, the head has 4"],
		[
			"another head",
			"t,a,b,c\n0,1,2,3\n",
			'load.csv:1: the head must be "time,L1,L2,L3" or "time,L1,L2,L3,Q1,Q2,Q3"',
		],
		["no rows", "time,L1,L2,L3\n", "load.csv: has no rows"],
	])("names the line and column of a CSV with %s", (_what, csv, expected) => {
		const text = `${HEAD}meters:\n  - load: { csv: load.csv }\n`;
		expect(complaint(text, csv)).toBe(`s.yaml:4: meters[0].load.csv: ${expected}`);
	});

	it("names a file that is not there", () => {
		expect(complaint(`${HEAD}meters:\n  - load: { csv: none.csv }\n`)).toBe(
			"s.yaml:4: meters[0].load.csv: none.csv: no such file or directory",
		);
	});
});

it("the scenario in docs/scenarios.md is right", () => {
	const document = readFileSync(join(root, "docs/scenarios.md"), "utf8");
	const [, text = ""] = /```yaml\n([^`]*)```/.exec(document) ?? [];
	file("workshop.csv", "time,L1,L2,L3\n0,1000,2000,3000\n10 min,0,0,0\n");
	expect(readScenario(file("docs.yaml", text), 2).durationSeconds).toBe(4 * 3600);
});

describe("loads", () => {
	const meter = (load: string) =>
		readScenario(file("s.yaml", `version: 1\nmeters:\n  - ct: 100/5\n    load: ${load}\n`), 1)
			.loads[0];

	it("become current and angle at the secondary side of the transformers", () => {
		file("p.csv", "time,L1,L2,L3,Q1,Q2,Q3\n0,4600,-2300,0,0,0,2300\n");
		const phases = meter("{ csv: p.csv }")?.phasesAt(5, DEFAULT_MAINS) ?? [];
		expect(phases.map(({ current, angle }) => [current.toFixed(6), angle])).toEqual([
			["1.000000", 0],
			["0.500000", 180],
			["0.500000", 90],
		]);
	});

	it("from a file hold until the next row, and repeat if they are to", () => {
		file("p.csv", "time,L1,L2,L3\n0,4600,0,0\n10,2300,0,0\n");
		const current = (load: string, at: number) =>
			meter(load)?.phasesAt(at, DEFAULT_MAINS)[0]?.current;
		expect([0, 9.9, 10, 25].map((at) => current("{ csv: p.csv }", at))).toEqual([1, 1, 0.5, 0.5]);
		expect([0, 10, 20, 35].map((at) => current("{ csv: p.csv, repeat: true }", at))).toEqual([
			1, 0.5, 1, 0.5,
		]);
		const loads = meter("{ csv: p.csv, repeat: true }");
		expect([0, 10, 15, 20].map((at) => loads?.next(at))).toEqual([10, 20, 20, 30]);
	});

	it("come from the text of a file as well", () => {
		const profile = 'profile: "time,L1,L2,L3\\n0,4600,0,0\\n10,2300,0,0"';
		const current = (at: number) =>
			meter(`{ ${profile} }`)?.phasesAt(at, DEFAULT_MAINS)[0]?.current;
		expect([0, 10].map(current)).toEqual([1, 0.5]);
		expect(() => meter('{ profile: "time,L1,L2,L3\\n0,1,,3" }')).toThrow(
			/:4: meters\[0\]\.load\.profile: profile:2: L2: is empty$/,
		);
		expect(() => meter(`{ ${profile}, day: house }`)).toThrow(
			"needs exactly one of day, csv and profile",
		);
	});

	it("add up, and are scaled", () => {
		const one = meter("{ day: charger, phases: [L1] }");
		const two = meter("[{ day: charger, phases: [L1] }, { day: charger, phases: [L1], scale: 2 }]");
		const at = 19 * 3600;
		const [single] = one?.phasesAt(at, DEFAULT_MAINS) ?? [];
		const [triple] = two?.phasesAt(at, DEFAULT_MAINS) ?? [];
		expect(triple?.current).toBeCloseTo(3 * (single?.current ?? 0), 9);
		expect(one?.phasesAt(at, DEFAULT_MAINS)[1]?.current).toBe(0);
	});

	it.each([
		["house", 1, 40],
		["charger", 33, 36],
		["solar", -90, -40],
		["heat pump", 15, 40],
	] as const)("of a day of a %s on three phases make plausible energy", (day, least, most) => {
		const loads = meter(`{ day: ${day} }`);
		let kWh = 0;
		for (let at = 0; at < 86_400; at += 300)
			for (const { current, angle } of loads?.phasesAt(at, DEFAULT_MAINS) ?? [])
				kWh += (230 * 20 * current * Math.cos((angle * Math.PI) / 180) * 300) / 3.6e6;
		expect(kWh).toBeGreaterThan(least);
		expect(kWh).toBeLessThan(most);
	});
});
