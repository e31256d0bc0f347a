/** The load that is counted: the wirings and the no-load rule of docs/metrology.md. */
import Load, { shownCurrent, Wiring, type WiringCode } from "metrology/load";
import type Window from "metrology/window";
import { Status } from "registers/status-word";
import { describe, expect, it } from "vitest";
import { TestMeter } from "../../testkit/meter.ts";
import { balanced } from "../../testkit/samples.ts";

/** W and var of the three phases of a window. */
type Powers = readonly (readonly [number, number])[];

function update(load: Load, wiring: WiringCode, powers: Powers): void {
	const phases = powers.map(([activePower, reactivePower]) => ({ activePower, reactivePower }));
	load.wiring = wiring;
	load.update({ frames: 1600, phases } as unknown as Window);
}

/** Powers that count of those of a window, element by element. */
function counted(wiring: WiringCode, powers: Powers): (readonly [number, number])[] {
	const load = new Load();
	update(load, wiring, powers);
	return load.activePower.map((active, k) => [active, load.reactivePower[k] ?? 0] as const);
}

const POWERS: Powers = [
	[100, 10],
	[-200, 20],
	[400, -40],
];
const NONE = [0, 0] as const;

describe("the load", () => {
	it.each([
		["3P4W", Wiring.THREE_PHASE_FOUR_WIRE, POWERS],
		["2P3W", Wiring.TWO_PHASE, [...POWERS.slice(0, 2), NONE]],
		["1P2W", Wiring.ONE_PHASE, [...POWERS.slice(0, 1), NONE, NONE]],
		["3P3W, of the first and the third input", Wiring.ARON, [[500, -30], NONE, NONE]],
	] as const)("is in %s", (_, wiring, expected) => {
		expect(counted(wiring, POWERS)).toEqual(expected);
	});

	it.each([
		[0.2, 0],
		[-0.2, 0],
		[0, 0.2],
		[0, -0.2],
		[0.01, -0.3],
	])("is of an element with %f W and %f var, in both powers", (active, reactive) => {
		const powers: Powers = [[active, reactive], NONE, NONE];
		expect(counted(Wiring.THREE_PHASE_FOUR_WIRE, powers)).toEqual(powers);
		expect(counted(Wiring.ARON, powers)).toEqual(powers);
	});

	it("is none of an element below 0.2 W and 0.2 var in either direction", () => {
		const powers: Powers = [
			[0.199, 0.199],
			[-0.199, -0.199],
			[0.199, -0.199],
		];
		expect(counted(Wiring.THREE_PHASE_FOUR_WIRE, powers)).toEqual([NONE, NONE, NONE]);
	});

	it("is in 3P3W summed before the no-load rule, which no element passes by itself", () => {
		expect(counted(Wiring.ARON, [[0.15, 0], NONE, [0.15, 0]])).toEqual([[0.3, 0], NONE, NONE]);
		expect(counted(Wiring.ARON, [[100, 0], NONE, [-99.9, 0]])).toEqual([NONE, NONE, NONE]);
	});

	it("has nothing of the wiring before", () => {
		const load = new Load();
		update(load, Wiring.THREE_PHASE_FOUR_WIRE, POWERS);
		update(load, Wiring.ARON, POWERS);
		expect(load.activePower).toEqual([500, 0, 0]);
		expect(load.reactivePower).toEqual([-30, 0, 0]);
	});

	it("shows a current from 0.8 mA", () => {
		expect([0.00079, 0.0008].map(shownCurrent)).toEqual([0, 0.0008]);
	});
});

describe("a missing voltage", () => {
	const BITS = [0, 1, 2].map((phase) => Status.VOLTAGE_MISSING << phase);
	const missing = (meter: TestMeter): boolean[] =>
		BITS.map((bit) => (meter.value("statusWord") & bit) !== 0);

	it.each([
		["3P4W", 0, [true, true, true]],
		["3P3W", 1, [true, false, true]],
		["2P3W", 2, [true, true, false]],
		["1P2W", 3, [true, false, false]],
	] as const)("is told in %s of the phases that it connects", (_, wiring, expected) => {
		const meter = new TestMeter();
		meter.seal(true);
		expect(meter.write(0x7002, wiring)).toBe("DONE");
		meter.run(balanced(20, 1, 0), 50, 3);
		expect(missing(meter)).toEqual(expected);
	});

	it("is one below a fifth of 230 V", () => {
		const meter = new TestMeter();
		const tones = balanced(230, 1, 0);
		Object.assign(tones[1] ?? {}, { voltage: 45.8 });
		Object.assign(tones[2] ?? {}, { voltage: 46.2 });
		meter.run(tones, 50, 3);
		expect(missing(meter)).toEqual([false, true, false]);
	});
});
