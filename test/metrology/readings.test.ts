/** The readings of a second, from windows of known quantities (docs/metrology.md). */
import Load, { Wiring, type WiringCode } from "metrology/load";
import Readings from "metrology/readings";
import type Window from "metrology/window";
import { beforeEach, describe, expect, it } from "vitest";

/** Frames of a window of 0.2 s. */
const FRAMES = 1600;

type Three<T> = readonly [T, T, T];

interface Values {
	readonly frames?: number;
	readonly volts?: Three<number>;
	readonly amperes?: Three<number>;
	readonly active?: Three<number>;
	readonly reactive?: Three<number>;
	readonly lines?: Three<number>;
	readonly hertz?: number;
	readonly whole?: boolean;
	readonly overRange?: Three<boolean>;
	readonly still?: Three<boolean>;
	readonly reversed?: boolean;
	readonly swapped?: boolean;
}

const NO: Three<boolean> = [false, false, false];

let readings: Readings;
let load: Load;

beforeEach(() => {
	readings = new Readings();
	load = new Load();
});

/** Adds a window; true if the readings are new. */
function add(values: Values = {}, wiring: WiringCode = Wiring.THREE_PHASE_FOUR_WIRE): boolean {
	const { frames = FRAMES, volts = [230, 230, 230], amperes = [1, 1, 1] } = values;
	const { active = [230, 230, 230], reactive = [0, 0, 0], lines = [398, 398, 398] } = values;
	const window = {
		frames,
		phases: [0, 1, 2].map((k) => ({
			voltage: volts[k],
			current: amperes[k],
			activePower: active[k],
			reactivePower: reactive[k],
		})),
		lineVoltages: lines,
		frequency: values.hertz ?? 50,
		whole: values.whole ?? true,
		overRange: values.overRange ?? NO,
		still: values.still ?? NO,
		reversedSequence: values.reversed ?? false,
		swappedCurrents: values.swapped ?? false,
	} as unknown as Window;
	load.wiring = wiring;
	load.update(window);
	return readings.add(window, load);
}

/** Adds the first window, which is shown at once, then those of a second. */
function second(windows: readonly Values[], wiring?: WiringCode): void {
	expect(add({}, wiring)).toBe(true);
	const shown = windows.map((values) => add(values, wiring));
	expect(shown).toEqual(windows.map((_, k) => k === windows.length - 1));
}

describe("readings", () => {
	it("are the root of the mean square and the mean of the powers, by the windows' lengths", () => {
		const low: Values = { frames: 1500, volts: [100, 0, 0], amperes: [3, 0, 0], lines: [50, 0, 0] };
		const high: Values = {
			frames: 1800,
			volts: [200, 0, 0],
			amperes: [1, 0, 0],
			lines: [90, 0, 0],
		};
		const powers = { active: [90, 0, 0], reactive: [-30, 0, 0] } as const;
		second([low, high, low, high, { ...high, ...powers }]);
		const [l1] = readings.phases;
		const frames = 2 * 1500 + 3 * 1800;
		const mean = (a: number, b: number): number => (2 * 1500 * a + 3 * 1800 * b) / frames;
		expect(l1.voltage).toBeCloseTo(Math.sqrt(mean(100 ** 2, 200 ** 2)), 9);
		expect(l1.current).toBeCloseTo(Math.sqrt(mean(9, 1)), 9);
		expect(readings.lineVoltages[0]).toBeCloseTo(Math.sqrt(mean(50 ** 2, 90 ** 2)), 9);
		const other = 2 * 1500 * 230 + 2 * 1800 * 230;
		expect(l1.activePower).toBeCloseTo((other + 1800 * 90) / frames, 9);
		expect(l1.reactivePower).toBeCloseTo((1800 * -30) / frames, 9);
	});

	it("are of the windows that are nearest to a second", () => {
		expect(add()).toBe(true);
		expect([0, 1, 2, 3].map(() => add({ frames: 1910 }))).toEqual([false, false, false, true]);
		expect([0, 1, 2, 3, 4].map(() => add({ frames: 1890 })).indexOf(true)).toBe(4);
	});

	it("have the frequency of the windows that have one, and 0 if none has", () => {
		second([{ hertz: 0 }, { hertz: 49 }, { hertz: 0 }, { hertz: 51, frames: 3200 }]);
		expect(readings.frequency).toBeCloseTo((49 + 2 * 51) / 3, 9);
		for (let window = 0; window < 5; window++) add({ hertz: 0 });
		expect(readings.frequency).toBe(0);
	});

	it("leave out three windows that are not whole, and count those after them", () => {
		expect(add()).toBe(true);
		const part: Values = { whole: false, volts: [100, 100, 100] };
		for (let window = 0; window < 3; window++) expect(add(part)).toBe(false);
		expect([1, 2, 3, 4, 5].map(() => add()).indexOf(true)).toBe(4);
		expect(readings.phases[0].voltage).toBe(230);
		for (let window = 0; window < 3; window++) add(part);
		expect([1, 2, 3, 4, 5].map(() => add(part)).indexOf(true)).toBe(4);
		expect(readings.phases[0].voltage).toBe(100);
	});

	it("tell over-range of any window of the second, also one that is left out", () => {
		second([{}, { overRange: [true, false, false] }, {}, {}, {}]);
		expect(readings.overRange).toEqual([true, false, false]);
		add({ whole: false, overRange: [false, false, true] });
		for (let window = 0; window < 5; window++) add();
		expect(readings.overRange).toEqual([false, false, true]);
		for (let window = 0; window < 5; window++) add();
		expect(readings.overRange).toEqual(NO);
	});

	it("have the signs of the last window: still channels, sequence, swapped currents", () => {
		const signs: Values = { still: [false, true, false], reversed: true, swapped: true };
		second([{}, {}, {}, {}, signs]);
		expect(readings.still).toEqual(signs.still);
		expect([readings.reversedSequence, readings.swappedCurrents]).toEqual([true, true]);
		for (const values of [signs, signs, signs, signs, {}]) add(values);
		expect(readings.still).toEqual(NO);
		expect([readings.reversedSequence, readings.swappedCurrents]).toEqual([false, false]);
	});

	it("are nothing of before once they are cleared, and the next window is shown at once", () => {
		const signs: Values = { still: [true, true, true], reversed: true, swapped: true };
		second([{}, {}, {}, {}, { ...signs, overRange: [true, true, true] }]);
		add({ ...signs, volts: [500, 500, 500], overRange: [true, true, true] });
		readings.clear();
		expect(readings.measured).toBe(false);
		expect([readings.overRange, readings.still, readings.lineVoltages]).toEqual([
			NO,
			NO,
			[0, 0, 0],
		]);
		expect([readings.reversedSequence, readings.swappedCurrents]).toEqual([false, false]);
		expect([readings.frequency, readings.total.activePower]).toEqual([0, 0]);
		for (const phase of readings.phases)
			expect(phase).toMatchObject({ voltage: 0, current: 0, activePower: 0, powerFactor: 1 });
		expect(add()).toBe(true);
		expect([readings.phases[0].voltage, readings.measured]).toEqual([230, true]);
		expect(readings.overRange).toEqual(NO);
	});
});

describe("apparent power and power factor", () => {
	it("are of U·I, which is never below |P|, of a phase", () => {
		second([0, 1, 2, 3, 4].map(() => ({ active: [-115, 231, 0], reactive: [50, 0, -100] })));
		const [l1, l2, l3] = readings.phases;
		expect([l1.apparentPower, l1.powerFactor]).toEqual([230, 0.5]);
		expect([l2.apparentPower, l2.powerFactor]).toEqual([231, 1]);
		expect([l3.apparentPower, l3.powerFactor]).toEqual([230, 0]);
		expect(readings.total.apparentPower).toBe(691);
		expect(readings.total.powerFactor).toBeCloseTo(116 / Math.hypot(116, 50), 9);
	});

	it("are in 3P3W of the elements' sum, whose voltages are those between phases", () => {
		const element: Values = {
			volts: [401, 7, 399],
			active: [300, 1000, 100],
			reactive: [200, 1000, 100],
			lines: [12, 400, 13],
		};
		second([element, element, element, element, element], Wiring.ARON);
		const { total, phases, lineVoltages } = readings;
		expect([total.activePower, total.reactivePower]).toEqual([400, 300]);
		expect([total.apparentPower, total.powerFactor]).toEqual([500, 0.8]);
		expect(lineVoltages.map(Math.round)).toEqual([401, 400, 399]);
		for (const phase of phases)
			expect(phase).toMatchObject({ activePower: 0, apparentPower: 0, powerFactor: 1 });
	});

	it("are 0 and 1 without a load", () => {
		second([0, 1, 2, 3, 4].map(() => ({ amperes: [0, 0, 0], active: [0, 0, 0] })));
		expect(readings.total).toMatchObject({ apparentPower: 0, powerFactor: 1 });
		expect(readings.phases[1]).toMatchObject({ apparentPower: 0, powerFactor: 1 });
	});
});
