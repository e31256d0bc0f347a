/** When two currents seem to have changed places (docs/metrology.md, plausibility). */
import { areCurrentsSwapped } from "metrology/plausibility";
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

	it("are none that have changed them if only one would fit the voltage of another", () => {
		// L1's current fits L2's voltage, and L2's that of no phase.
		const phases = [phasor(0, 1, 120), phasor(120, 1, 300), phasor(240, 1, 240)];
		expect(areCurrentsSwapped(phases)).toBe(false);
	});
});
