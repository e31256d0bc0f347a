/** Which dips, swells and interruptions are counted and logged (docs/power-quality.md). */
import { Wiring } from "metrology/load";
import type Metrology from "metrology/metrology";
import { HALF_SQUARES, HALVES, HALVES_KEPT, OUTSIDE } from "quality/results";
import type Steps from "quality/steps";
import { Kind } from "quality/voltage-event";
import VoltageWatch from "quality/voltage-watch";
import { EventCode } from "registers/event-code";
import { beforeEach, describe, expect, it } from "vitest";

const DECLARED = 230;
const LIMITS = { nominalVoltage: DECLARED, dip: 0.9, swell: 1.1, interruption: 0.05 };

/** Windows of 0.2 s, and half cycles in one. */
const MINUTE_WINDOWS = 300;
const WINDOW_HALVES = 20;

/** Half cycles as an analyser keeps them, whose steps are volts. */
class Halves {
	readonly results = new Map<number, number>();
	readonly limits: [number, number][] = [];
	enabled = false;

	at(place: number): number {
		return this.results.get(place) ?? 0;
	}

	enable(on: boolean): void {
		this.enabled = on;
	}

	setLimits(phase: number, low: number, high: number): void {
		this.limits[phase] = [Math.sqrt(low), Math.sqrt(high)];
	}

	/** Adds a half cycle of RMS voltages in percent of the declared one. */
	add(percents: readonly number[]): void {
		const number = this.at(HALVES);
		let outside = false;
		for (const [phase, percent] of percents.entries()) {
			const volts = (percent * DECLARED) / 100;
			const [low = 0, high = 0] = this.limits[phase] ?? [];
			outside ||= volts < low || (high > 0 && volts > high);
			this.results.set(HALF_SQUARES + 3 * (number % HALVES_KEPT) + phase, volts ** 2);
		}
		if (outside) this.results.set(OUTSIDE, this.at(OUTSIDE) + 1);
		this.results.set(HALVES, number + 1);
	}
}

let halves: Halves;
let metrology: { calibrating: boolean; load: { wiring: number } };
let log: { code: EventCode; phases: number; tenths: number; halves: number }[];
let watch: VoltageWatch;
/** V in a step of each phase. */
let volts: number[];

beforeEach(() => {
	halves = new Halves();
	metrology = { calibrating: false, load: { wiring: Wiring.THREE_PHASE_FOUR_WIRE } };
	log = [];
	volts = [1, 1, 1];
	watch = new VoltageWatch(
		halves,
		metrology as unknown as Metrology,
		{ volts: (phase: number) => volts[phase] } as unknown as Steps,
		(code, detail) => {
			const [phases, rest] = [Math.floor(detail / 2 ** 29), detail % 2 ** 29];
			log.push({ code, phases, tenths: Math.floor(rest / 2 ** 18), halves: rest % 2 ** 18 });
		},
	);
	watch.setLimits(LIMITS);
	windows(2);
});

/** Windows of voltages in percent of the declared one. */
function windows(count: number, percents: readonly number[] = [100, 100, 100]): void {
	for (let window = 0; window < count; window++) {
		for (let half = 0; half < WINDOW_HALVES; half++) halves.add(percents);
		watch.update();
	}
}

/** A window of more half cycles than usual: L1 is at 80 % for some, then at 100 %. */
function longWindow(dipped: number, normal: number): void {
	for (let half = 0; half < dipped; half++) halves.add([80, 100, 100]);
	for (let half = 0; half < normal; half++) halves.add([100, 100, 100]);
	watch.update();
}

const counts = (): number[] => watch.events.map(({ count }) => count);

describe("an event of the voltage", () => {
	it.each([
		["a dip of L2 to 70 %", [100, 70, 100], EventCode.DIP, 0b010, 700],
		["a swell of L3 to 120 %", [100, 100, 120], EventCode.SWELL, 0b100, 1200],
		["a dip of all phases to 20 %", [20, 30, 40], EventCode.DIP, 0b111, 200],
	])("is in the log with its phases, extreme and half cycles: %s", (_, percents, ...event) => {
		windows(3, percents);
		expect(log).toEqual([]);
		windows(1);
		const [code, phases, tenths] = event;
		expect(log).toEqual([{ code, phases, tenths, halves: 3 * WINDOW_HALVES }]);
	});

	it("is an interruption, in a dip, when no phase has 5 %", () => {
		windows(2, [3, 4, 2]);
		windows(1);
		expect(log.map(({ code }) => code).sort()).toEqual([EventCode.DIP, EventCode.INTERRUPTION]);
		expect(counts()).toEqual([1, 0, 1]);
		windows(2, [3, 4, 6]);
		windows(1);
		expect(counts()).toEqual([2, 0, 1]);
	});

	it("ends 2 % of the declared voltage inside its limit", () => {
		windows(1, [80, 100, 100]);
		windows(5, [91.9, 100, 100]);
		expect(log).toEqual([]);
		windows(1, [92.1, 100, 100]);
		expect(log).toMatchObject([{ code: EventCode.DIP, halves: 6 * WINDOW_HALVES }]);
		windows(1, [120, 100, 100]);
		windows(5, [108.1, 100, 100]);
		expect(log).toHaveLength(1);
		windows(1, [107.9, 100, 100]);
		expect(log[1]).toMatchObject({ code: EventCode.SWELL, halves: 6 * WINDOW_HALVES });
	});

	it("does not begin at a limit, but beyond it", () => {
		windows(1, [90.001, 109.999, 100]);
		windows(1);
		expect(counts()).toEqual([0, 0, 0]);
		windows(1, [89.999, 110.001, 100]);
		windows(1);
		expect(counts()).toEqual([1, 1, 0]);
	});

	it("is one of the phases that the wiring connects, and they alone are an interruption", () => {
		metrology.load.wiring = Wiring.ARON;
		windows(6);
		windows(1, [100, 0, 100]);
		windows(1);
		expect(counts()).toEqual([0, 0, 0]);
		windows(1, [2, 0, 2]);
		windows(1);
		expect(counts()).toEqual([1, 0, 1]);
		expect(log.map(({ phases }) => phases)).toEqual([0b101, 0b101]);
	});

	it("has nothing of the one before", () => {
		windows(5, [40, 60, 100]);
		windows(1);
		windows(1, [100, 100, 85]);
		windows(1);
		expect(log[1]).toEqual({
			code: EventCode.DIP,
			phases: 0b100,
			tenths: 850,
			halves: WINDOW_HALVES,
		});
	});

	it("lasts through half cycles of a long window that are no longer kept", () => {
		windows(1, [80, 100, 100]);
		longWindow(HALVES_KEPT + 10, HALVES_KEPT - 10);
		expect(log).toMatchObject([{ halves: WINDOW_HALVES + HALVES_KEPT + 10 }]);
		expect(counts()).toEqual([1, 0, 0]);
	});

	it("begins with the half cycles of a long window that are kept", () => {
		longWindow(2 * HALVES_KEPT, 0);
		windows(1);
		expect(log).toMatchObject([{ halves: HALVES_KEPT }]);
	});

	it("is by the gain of its phase's channel", () => {
		volts = [1, 1.1, 1];
		windows(1, [100, 100 / 1.1, 100]);
		windows(1, [100, 85, 100]);
		windows(1, [85, 100 / 1.1, 100]);
		windows(1, [100, 100 / 1.1, 100]);
		expect(log.map(({ phases, tenths }) => [phases, tenths])).toEqual([[0b001, 850]]);
	});

	it("is an interruption by a limit that is written", () => {
		windows(1, [7, 7, 7]);
		windows(1);
		expect(counts()).toEqual([1, 0, 0]);
		watch.setLimits({ ...LIMITS, interruption: 0.08 });
		windows(1, [7, 7, 7]);
		windows(1);
		expect(counts()).toEqual([2, 0, 1]);
	});

	it("is by limits that are written, also one in progress", () => {
		windows(1, [85, 100, 113]);
		watch.setLimits({ ...LIMITS, dip: 0.8, swell: 1.2 });
		windows(1, [85, 100, 113]);
		expect(log.map(({ code }) => code)).toEqual([EventCode.DIP, EventCode.SWELL]);
		windows(5, [83, 100, 118]);
		expect(counts()).toEqual([1, 1, 0]);
	});

	it("is told of at the limits of its field when it is higher or longer than that", () => {
		windows(1, [300, 100, 100]);
		windows(1);
		expect(log).toEqual([
			{ code: EventCode.SWELL, phases: 1, tenths: 2047, halves: WINDOW_HALVES },
		]);
		windows(2 ** 18 / WINDOW_HALVES + 1, [50, 100, 100]);
		windows(1);
		expect(log[1]).toEqual({ code: EventCode.DIP, phases: 1, tenths: 500, halves: 2 ** 18 - 1 });
	});
});

describe("what is neither counted nor logged", () => {
	it("is an event in calibration mode, or one that it begins in", () => {
		metrology.calibrating = true;
		windows(2, [50, 50, 50]);
		windows(2);
		metrology.calibrating = false;
		windows(5);
		expect([counts(), log]).toEqual([[0, 0, 0], []]);
		windows(2, [50, 100, 100]);
		metrology.calibrating = true;
		windows(2);
		metrology.calibrating = false;
		windows(5);
		expect(log).toEqual([]);
	});

	it("is anything while there is no declared voltage, which switches the analyser off", () => {
		expect(halves.enabled).toBe(true);
		watch.setLimits({ ...LIMITS, nominalVoltage: 0 });
		expect(halves.enabled).toBe(false);
		windows(2, [50, 50, 50]);
		windows(2);
		expect([counts(), log]).toEqual([[0, 0, 0], []]);
	});
});

describe("the log of a voltage that flickers at a limit", () => {
	const dips = (count: number): void => {
		for (let event = 0; event < count; event++) {
			windows(1, [80, 100, 100]);
			windows(1);
		}
	};

	it("has twenty events in a row, and one more for every three minutes; all are counted", () => {
		dips(50);
		expect([counts()[Kind.DIP], log.length]).toEqual([50, 20]);
		windows(3 * MINUTE_WINDOWS);
		dips(10);
		expect([counts()[Kind.DIP], log.length]).toEqual([60, 21]);
		windows(6 * MINUTE_WINDOWS);
		dips(10);
		expect([counts()[Kind.DIP], log.length]).toEqual([70, 23]);
	});

	it("has no more than twenty events in a row after a quiet hour either", () => {
		windows(60 * MINUTE_WINDOWS);
		dips(50);
		expect(log).toHaveLength(20);
	});
});

describe("the limits at which a waveform is recorded", () => {
	it("are those of dips and swells, of the phases that are connected", () => {
		expect(halves.limits[2]?.map((volts) => volts.toFixed(3))).toEqual(["207.000", "253.000"]);
		metrology.load.wiring = Wiring.TWO_PHASE;
		windows(5);
		expect(halves.limits[1]?.[0]).toBeCloseTo(207, 6);
		expect(halves.limits[2]).toEqual([0, 0]);
		watch.setLimits({ ...LIMITS, dip: 0.5, swell: 1.5 });
		expect(halves.limits[0]?.map((volts) => volts.toFixed(3))).toEqual(["115.000", "345.000"]);
	});
});
