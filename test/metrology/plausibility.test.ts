/** Signs of a front end or a wiring that cannot be right (docs/metrology.md, plausibility). */
import { areCurrentsSwapped } from "metrology/fundamental";
import { isStill } from "metrology/window";
import { describe, expect, it } from "vitest";

/** Fundamental of a phase: 230 V or other volts, amperes, and degrees by which each lags. */
function phasor(voltageLag: number, amperes: number, currentLag: number, volts = 230) {
	const radians = (degrees: number): number => (degrees * Math.PI) / 180;
	return {
		voltageCosine: volts * Math.cos(radians(voltageLag)),
		voltageSine: volts * Math.sin(radians(voltageLag)),
		currentCosine: amperes * Math.cos(radians(currentLag)),
		currentSine: amperes * Math.sin(radians(currentLag)),
	};
}

/** Phases whose currents lag the voltages of L1, L2, L3 by the angles, at the phases of `order`. */
function connected(order: readonly number[], lags: readonly number[], amperes = 1) {
	return [0, 1, 2].map((phase) => {
		const of = order[phase] ?? phase;
		return phasor(120 * phase, amperes, 120 * of + (lags[of] ?? 0));
	});
}

const PAIRS = [
	["L1 and L2", [1, 0, 2]],
	["L1 and L3", [2, 1, 0]],
	["L2 and L3", [0, 2, 1]],
] as const;

describe.each(PAIRS)("the currents of %s, exchanged,", (_, order) => {
	it.each([36, -36, 0])("are told at a power factor above 0.8, %d°", (lag) => {
		expect(areCurrentsSwapped(connected(order, [lag, lag, lag]))).toBe(true);
	});

	it.each([38, -38])("are not told at one below 0.8, %d°", (lag) => {
		expect(areCurrentsSwapped(connected(order, [lag, lag, lag]))).toBe(false);
	});

	it("are told from 5 W each", () => {
		expect(areCurrentsSwapped(connected(order, [0, 0, 0], 5.1 / 230))).toBe(true);
		expect(areCurrentsSwapped(connected(order, [0, 0, 0], 4.9 / 230))).toBe(false);
	});
});

describe("currents in their places", () => {
	it.each([0, 30, 60, 90, 180])("are none that have changed them, at %d°", (lag) => {
		expect(areCurrentsSwapped(connected([0, 1, 2], [lag, lag, lag]))).toBe(false);
	});

	it("are none that have changed them if one fits its own voltage and that of another", () => {
		// L1 and L2 of one voltage's angle: each current fits both.
		const phases = [phasor(0, 1, 20), phasor(0, 1, -20), phasor(240, 1, 240)];
		expect(areCurrentsSwapped(phases)).toBe(false);
	});

	it("are none that have changed them if only one of the two fits where it is", () => {
		// L1's current fits both voltages, L2's only that of L1.
		const phases = [phasor(0, 1, 30), phasor(60, 1, 10), phasor(240, 1, 240)];
		expect(areCurrentsSwapped(phases)).toBe(false);
	});

	it("are none that have changed them if only one would fit the voltage of another", () => {
		// L1's current fits L2's voltage, and L2's that of no phase.
		const phases = [phasor(0, 1, 120), phasor(120, 1, 300), phasor(240, 1, 240)];
		expect(areCurrentsSwapped(phases)).toBe(false);
	});
});

describe("a channel", () => {
	/** Mean square of the deviation of samples from their mean. */
	const deviation = (samples: readonly number[]): number => {
		const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
		return samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / samples.length;
	};
	const WINDOW_FRAMES = 1600;
	const samples = (at: (frame: number) => number): number[] =>
		Array.from({ length: WINDOW_FRAMES }, (_, frame) => at(frame));

	it("stands still at one number, and with a glitch of some steps", () => {
		expect(isStill(deviation(samples(() => 12_345)))).toBe(true);
		expect(isStill(deviation(samples((frame) => (frame === 7 ? 5 : 0))))).toBe(true);
	});

	it("does not stand still with noise of a step, a quarter of a converter's", () => {
		expect(isStill(deviation(samples((frame) => (frame % 2 === 0 ? 1 : -1))))).toBe(false);
	});
});
