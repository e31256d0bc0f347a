import fc from "fast-check";
import { expect, it } from "vitest";
import { type Observation, solve } from "../../../bench/calibration/solve.ts";
import { DEFAULT_MAINS } from "../../../bench/mains/settings.ts";
import { FakeMeter } from "./fake-meter.ts";
import { SPREAD, type Tolerances } from "./spread.ts";

const LAG = Math.PI / 3;

function phaseOf(tolerances: Tolerances) {
	const meter = new FakeMeter([tolerances, tolerances, tolerances]);
	const at = (voltage: number, current: number, angle: number, frequency: number) => {
		const phase = { voltage, current, angle, harmonics: [] };
		meter.mains = { ...DEFAULT_MAINS, frequency, phases: [phase, phase, phase] };
		return meter.measured(0);
	};
	const observe = (current: number, lag: number, frequency = 49.9): Observation => ({
		applied: { voltage: 230, current, lag, frequency },
		measured: at(230, current, (lag * 180) / Math.PI, frequency),
		temperature: meter.temperature,
	});
	/** Observations at one temperature, and one at another. */
	const constants = (room: number, warm: number) => {
		meter.temperature = room;
		const cold = {
			lagging: observe(1, LAG),
			unity: observe(1, 0),
			fast: observe(1, LAG, 62),
			at5A: observe(5, LAG),
			at50mA: observe(0.05, LAG),
			at10mA: observe(0.01, LAG),
			idle: observe(0, 0),
		};
		meter.temperature = warm;
		return solve({ ...cold, warm: observe(1, LAG) });
	};
	return { meter, at, constants };
}

it.each(SPREAD)("recovers what is wrong with a phase that has %o", (tolerances) => {
	for (const room of [23, 19]) {
		const constants = phaseOf(tolerances).constants(room, 55);
		expect(constants.voltageGain).toBeCloseTo(1 / (1 + tolerances.voltage), 6);
		expect(constants.currentGain).toBeCloseTo(1 / (1 + tolerances.current), 6);
		expect(constants.powerGain).toBeCloseTo(1 / (1 + tolerances.product), 6);
		expect(constants.lead).toBeCloseTo(tolerances.lead, 6);
		expect(constants.skew).toBeCloseTo(tolerances.skew, 6);
		expect(constants.gainAt10mA).toBeCloseTo(1 / (1 + tolerances.ratios[0]) - 1, 5);
		expect(constants.leadAt10mA).toBeCloseTo(tolerances.leads[0], 5);
		expect(constants.gainAt5A).toBeCloseTo(1 / (1 + tolerances.ratios[2]) - 1, 6);
		expect(constants.leadAt50mA).toBeCloseTo(tolerances.leads[1], 6);
		expect(constants.voltageGainDrift).toBeCloseTo(-tolerances.drifts[0], 7);
		expect(constants.currentGainDrift).toBeCloseTo(-tolerances.drifts[1], 7);
		expect(constants.leadDrift).toBeCloseTo(tolerances.drifts[2], 8);
		const volts = 230 * (1 + tolerances.voltage);
		const crosstalk = volts * Math.hypot(...tolerances.crosstalk);
		const noise = Math.sqrt(constants.currentNoise) * (1 + tolerances.current);
		expect(noise).toBeCloseTo(Math.hypot(tolerances.noise, crosstalk), 7);
	}
});

it("has nothing to correct on a phase without tolerances", () => {
	const constants = phaseOf({
		voltage: 0,
		current: 0,
		product: 0,
		lead: 0,
		skew: 0,
		ratios: [0, 0, 0],
		leads: [0, 0, 0],
		drifts: [0, 0, 0],
		crosstalk: [0, 0],
		noise: 0,
	}).constants(23, 50);
	const { voltageGain, currentGain, powerGain, ...rest } = constants;
	for (const gain of [voltageGain, currentGain, powerGain]) expect(gain).toBeCloseTo(1, 12);
	for (const value of Object.values(rest)) expect(value).toBeCloseTo(0, 12);
});

it("tells no drift from a temperature that has not changed", () => {
	const constants = phaseOf(SPREAD[0] as Tolerances).constants(23, 25);
	expect([constants.voltageGainDrift, constants.leadDrift]).toEqual([0, 0]);
});

it.each([
	// The meter takes the regions' shares from the current as it comes, and drifts as linear.
	[40, 1],
	[5, 0],
])(
	"leaves less than %d ppm of error at any load, with %d × errors over current and heat",
	(ppm, share) => {
		const number = (limit: number) => fc.double({ min: -limit, max: limit, noNaN: true });
		const regions = (...limits: readonly [number, number, number]) =>
			fc.tuple(number(limits[0] * share), number(limits[1] * share), number(limits[2] * share));
		const tolerances = fc.record({
			voltage: number(0.02),
			current: number(0.03),
			product: number(5e-4),
			lead: number(0.012),
			skew: number(0.001),
			ratios: regions(0.003, 0.002, 5e-4),
			leads: regions(0.005, 0.003, 0.001),
			drifts: fc.tuple(number(3e-5 * share), number(3e-5 * share), number(1.5e-5 * share)),
			crosstalk: fc.tuple(number(5e-8), number(5e-8)),
			noise: fc.double({ min: 0, max: 1e-4, noNaN: true }),
		});
		const loads = fc.record({
			voltage: fc.double({ min: 180, max: 270, noNaN: true }),
			current: fc.double({ min: 0.01, max: 7, noNaN: true }),
			angle: fc.double({ min: -180, max: 180, noNaN: true }),
			frequency: fc.double({ min: 45, max: 65, noNaN: true }),
			temperature: fc.double({ min: -25, max: 55, noNaN: true }),
		});
		const limit = 1e-6 * ppm;
		fc.assert(
			fc.property(tolerances, loads, (wrong, load) => {
				const { meter, at, constants } = phaseOf(wrong);
				meter.inForce[0] = constants(21, 55);
				meter.temperature = load.temperature;
				const measured = at(load.voltage, load.current, load.angle, load.frequency);
				const power = load.voltage * load.current;
				const angle = (load.angle * Math.PI) / 180;
				expect(Math.abs(measured.voltage / load.voltage - 1)).toBeLessThan(5e-6);
				expect(Math.abs(measured.current / load.current - 1)).toBeLessThan(limit);
				expect(Math.abs(measured.activePower / power - Math.cos(angle))).toBeLessThan(limit);
				expect(Math.abs(measured.reactivePower / power - Math.sin(angle))).toBeLessThan(limit);
			}),
			{ numRuns: 1000 },
		);
	},
);
