import fc from "fast-check";
import { expect, it } from "vitest";
import { solve } from "../../../bench/calibration/solve.ts";
import { DEFAULT_MAINS } from "../../../bench/mains/settings.ts";
import { FakeMeter, SPREAD, type Tolerances } from "./fake-meter.ts";

const LAG = Math.PI / 3;

function phaseOf(tolerances: Tolerances) {
	const meter = new FakeMeter([tolerances, tolerances, tolerances]);
	const at = (voltage: number, current: number, angle: number) => {
		const phase = { voltage, current, angle, harmonics: [] };
		meter.mains = { ...DEFAULT_MAINS, phases: [phase, phase, phase] };
		return meter.measured(0);
	};
	const points = { idle: at(230, 0, 0), lagging: at(230, 1, 60), unity: at(230, 1, 0) };
	return { meter, at, constants: solve(points, { voltage: 230, current: 1, lag: LAG }) };
}

it.each(SPREAD)(
	"recovers the gains, the lead and the noise of a phase that has %o",
	(tolerances) => {
		const { constants } = phaseOf(tolerances);
		expect(constants.voltageGain).toBeCloseTo(1 / (1 + tolerances.voltage), 10);
		expect(constants.currentGain).toBeCloseTo(1 / (1 + tolerances.current), 10);
		// The meter turns by the first terms of sine and cosine.
		expect(constants.phaseError).toBeCloseTo(tolerances.lead, 6);
		expect(constants.powerGain).toBeCloseTo(1 / (1 + tolerances.product), 6);
		expect(Math.sqrt(constants.currentNoise) * (1 + tolerances.current)).toBeCloseTo(
			tolerances.noise,
			12,
		);
	},
);

it("has nothing to correct on a phase without tolerances", () => {
	const nothing = {
		voltage: 0,
		current: 0,
		product: 0,
		lead: 0,
		crosstalk: [0, 0] as const,
		noise: 0,
	};
	const { constants } = phaseOf(nothing);
	for (const gain of ["voltageGain", "currentGain", "powerGain"] as const)
		expect(constants[gain]).toBeCloseTo(1, 12);
	for (const rest of ["phaseError", "activeOffset", "reactiveOffset", "currentNoise"] as const)
		expect(constants[rest]).toBeCloseTo(0, 12);
});

it("leaves less than 5 ppm of error at any load, whatever the tolerances", () => {
	const tolerances = fc.record({
		voltage: fc.double({ min: -0.02, max: 0.02, noNaN: true }),
		current: fc.double({ min: -0.03, max: 0.03, noNaN: true }),
		product: fc.double({ min: -0.002, max: 0.002, noNaN: true }),
		lead: fc.double({ min: -0.012, max: 0.012, noNaN: true }),
		crosstalk: fc.tuple(
			fc.double({ min: -1e-6, max: 1e-6, noNaN: true }),
			fc.double({ min: -1e-6, max: 1e-6, noNaN: true }),
		),
		noise: fc.double({ min: 0, max: 1e-3, noNaN: true }),
	});
	const loads = fc.record({
		voltage: fc.double({ min: 180, max: 270, noNaN: true }),
		current: fc.double({ min: 0.002, max: 7, noNaN: true }),
		angle: fc.double({ min: -180, max: 180, noNaN: true }),
	});
	fc.assert(
		fc.property(tolerances, loads, (wrong, load) => {
			const { meter, at, constants } = phaseOf(wrong);
			meter.inForce[0] = [
				constants.voltageGain,
				constants.currentGain,
				constants.powerGain,
				constants.phaseError,
				constants.activeOffset,
				constants.reactiveOffset,
				constants.currentNoise,
			];
			const measured = at(load.voltage, load.current, load.angle);
			const power = load.voltage * load.current;
			const angle = (load.angle * Math.PI) / 180;
			expect(Math.abs(measured.voltage / load.voltage - 1)).toBeLessThan(5e-6);
			expect(Math.abs(measured.current / load.current - 1)).toBeLessThan(5e-6);
			expect(Math.abs(measured.activePower / power - Math.cos(angle))).toBeLessThan(5e-6);
			expect(Math.abs(measured.reactivePower / power - Math.sin(angle))).toBeLessThan(5e-6);
		}),
	);
});
