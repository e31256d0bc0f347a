import { beforeEach, describe, expect, it } from "vitest";
import { CalibrationError } from "../../../bench/calibration/error.ts";
import { calibrate, type Step } from "../../../bench/calibration/procedure.ts";
import { DEFAULT_MAINS } from "../../../bench/mains/settings.ts";
import { FakeMeter, NOMINAL } from "./fake-meter.ts";
import { SPREAD } from "./spread.ts";

let meter: FakeMeter;

beforeEach(() => {
	meter = new FakeMeter(SPREAD.map((tolerances) => ({ ...tolerances })));
});

/** Error line of a calibration that must fail. */
async function failure(): Promise<string> {
	const error = await calibrate(meter).then(
		() => undefined,
		(reason: unknown) => reason,
	);
	expect(error).toBeInstanceOf(CalibrationError);
	const { message } = error as CalibrationError;
	expect(message).not.toContain("\n");
	return message;
}

/**
 * Worst power error over the phases at a load that the calibration has not used, relative to V·I.
 */
function worst(current = 0.2, frequency = 57): number {
	const phase = { voltage: 207, current, angle: -36.87, harmonics: [] };
	meter.mains = { ...DEFAULT_MAINS, frequency, phases: [phase, phase, phase] };
	const power = 207 * current;
	const errors = [0, 1, 2].map((index) => meter.measured(index).activePower / power - 0.8);
	return Math.max(...errors.map(Math.abs));
}

/** Gives the station a chamber. */
function addChamber(): void {
	Object.assign(meter, {
		soak: async (celsius: number) => {
			meter.temperature = celsius;
		},
	});
}

describe("a calibration", () => {
	it("removes the errors of a meter's hardware", async () => {
		expect(worst()).toBeGreaterThan(5e-3);
		await calibrate(meter);
		expect(worst()).toBeLessThan(2e-5);
		expect(meter.calibrated).toBe(true);
	});

	it.each([
		[0.01, 45],
		[0.02, 65],
		[0.3, 60],
		[5, 50],
	])("is right at %d A and %d Hz, over currents and frequencies", async (current, frequency) => {
		expect(worst(current, frequency)).toBeGreaterThan(2e-3);
		await calibrate(meter);
		expect(worst(current, frequency)).toBeLessThan(2e-5);
	});

	it("finds how fast the crystal is, from the source's frequency", async () => {
		meter.crystal = 43;
		const { clockError } = await calibrate(meter);
		expect(clockError).toBeCloseTo(43, 0);
	});

	it("finds the crystal's parabola if the station has a chamber", async () => {
		addChamber();
		Object.assign(meter, { crystal: 12, curvature: -0.033, turning: 28.5 });
		const { clockError, clockSlope, clockCurvature } = await calibrate(meter);
		expect(clockError).toBeCloseTo(12 - 0.033 * 5.5 ** 2, 1);
		expect(clockSlope).toBeCloseTo(2 * 0.033 * 5.5, 2);
		expect(clockCurvature).toBeCloseTo(-0.033, 3);
		expect(meter.temperature).toBe(23);
	});

	it("finds what each transformer picks up of the other two", async () => {
		const before = await calibrate(meter);
		meter.couplings = [2e-4, -1e-4, 1.5e-4, -2e-4, 5e-5, 1.2e-4];
		const { couplings, phases } = await calibrate(meter);
		// Parts of the nominal currents: up to 4 % off, as the gains are.
		couplings.forEach((found, place) => {
			expect(found / (meter.couplings[place] ?? 0)).toBeCloseTo(1, 1);
		});
		// No other constant has the part that they pick up of a balanced load.
		phases.forEach((found, phase) => {
			for (const name of ["currentGain", "lead", "gainAt10mA", "leadAt10mA"] as const)
				expect(Math.abs(found[name] - before.phases[phase as 0 | 1 | 2][name])).toBeLessThan(1e-5);
		});
		const load = (current: number, angle: number) => ({
			voltage: 230,
			current,
			angle,
			harmonics: [],
		});
		meter.mains = { ...DEFAULT_MAINS, phases: [load(5, 0), load(0.01, 0), load(2.4, 180)] };
		expect(meter.measured(1).activePower / 2.3).toBeCloseTo(1, 2);
	});

	it("finds the drifts if the station has a chamber, and leaves it at 23 °C", async () => {
		addChamber();
		const { phases } = await calibrate(meter);
		expect(phases[0].leadDrift).toBeCloseTo(1.2e-5, 7);
		expect(meter.temperature).toBe(23);
		meter.temperature = 55;
		expect(worst()).toBeLessThan(2e-5);
	});

	it("knows no drift without a chamber", async () => {
		const { phases } = await calibrate(meter);
		expect(phases[0].leadDrift).toBe(0);
		meter.temperature = 55;
		expect(worst()).toBeGreaterThan(2e-4);
	});

	it("finds the skews of the voltages", async () => {
		const { phases } = await calibrate(meter);
		phases.forEach(({ voltageSkew }, phase) => {
			expect(voltageSkew).toBeCloseTo(meter.voltageSkews[phase] ?? 0, 6);
		});
	});

	it("returns the constants that the meter holds, in single precision", async () => {
		const constants = await calibrate(meter);
		expect(constants.phases[1].voltageGain).toBe(Math.fround(meter.inForce[1].voltageGain));
		expect(constants.phases[2].leadDrift).toBe(Math.fround(meter.inForce[2].leadDrift));
		const { clockError, clockSlope, clockCurvature, couplings } = constants;
		expect([clockError, clockSlope, clockCurvature, ...couplings]).toEqual(
			meter.meter.map(Math.fround),
		);
	});

	it("stops metering meanwhile, and meters with a closed seal afterwards", async () => {
		await calibrate(meter);
		expect(meter.log[0]).toBe("7000=1");
		expect(meter.log.at(-1)).toBe("7000=0");
		expect(meter.log.filter((write) => write.startsWith("7000"))).toHaveLength(2);
		expect(meter.sealOpen).toBe(false);
	});

	it("starts from the nominal constants, whatever was in force", async () => {
		const fresh = await calibrate(meter);
		expect(await calibrate(meter)).toEqual(fresh);
	});

	it("reports its steps with the meter seconds that have passed", async () => {
		const steps: (Step & { seconds: number })[] = [];
		await calibrate(meter, (step) => steps.push({ ...step, seconds: meter.seconds }));
		expect(steps.length).toBeGreaterThanOrEqual(4);
		for (const { done, seconds } of steps) expect(seconds).toBeCloseTo(done, 6);
		expect(meter.seconds).toBeCloseTo(steps[0]?.total ?? 0, 6);
	});
});

describe("a calibration that fails", () => {
	/** Constants of a successful calibration. */
	async function good(): Promise<unknown> {
		await calibrate(meter);
		return meter.inForce;
	}

	it.each([
		["a phase without voltage", { voltage: -1 }, /L2 measures 0 V where 230 V are applied/],
		["a current path that is open", { current: -1 }, /L2 measures .* A where 1 A are applied/],
		[
			"a current transformer the wrong way round",
			{ lead: Math.PI },
			/L2 measures -.* W where 115 W are applied/,
		],
		["a lead beyond what can be compensated", { lead: 0.03 }, /L2: lead 0.03 rad is out of range/],
		[
			"a gain beyond the range",
			{ voltage: 0.13 },
			/L2: voltage gain 0.88.* is out of range 0.9\.\.1.1/,
		],
		["noise that is not a number", { noise: Number.NaN }, /L2/],
		["a transformer that saturates", { ratios: [0, 0, -0.03] }, /L2: gain at 5 A 0.03/],
	])("names %s, and restores the previous constants", async (_what, wrong, line) => {
		const constants = await good();
		Object.assign(meter.tolerances[1] ?? {}, wrong);
		expect(await failure()).toMatch(line);
		expect(meter.inForce).toEqual(constants);
		expect([meter.calibrated, meter.mode, meter.sealOpen]).toEqual([true, 0, false]);
	});

	it("leaves a meter that was never calibrated with nominal constants", async () => {
		Object.assign(meter.tolerances[1] ?? {}, { lead: 0.03 });
		await failure();
		expect([meter.calibrated, meter.mode, meter.sealOpen]).toEqual([false, 0, false]);
		expect(meter.inForce[0]).toEqual(NOMINAL);
	});

	it("refuses a clock that no crystal explains", async () => {
		meter.crystal = 700;
		expect(await failure()).toBe("clock error 700 ppm is out of range -500..500 ppm");
		meter.crystal = 2000;
		expect(await failure()).toMatch(/the meter measures 49.8 Hz where 49.9 Hz are applied/);
	});

	it("reports averages that never complete", async () => {
		meter.settles = false;
		expect(await failure()).toMatch(/^not settled: .*not complete after \d+ s$/);
	});

	it("reports a meter that changes during the measurement", async () => {
		const run = meter.run.bind(meter);
		meter.run = async (mains, seconds) => {
			await run(mains, seconds);
			Object.assign(meter.tolerances[0] ?? {}, { current: -0.018 + meter.seconds * 7e-5 });
		};
		expect(await failure()).toMatch(/^not settled: L1's current is wrong by .* %/);
	});

	it("reports a meter that does not answer", async () => {
		meter.answers = false;
		expect(await failure()).toBe("the meter does not answer");
		expect(meter.sealOpen).toBe(false);
	});

	it("stops when a seal cannot be opened", async () => {
		meter.seal = async () => {};
		expect(await failure()).toContain("exception 04");
	});

	it("reports that the meter refuses its constants", async () => {
		meter.refuseConstants = true;
		expect(await failure()).toMatch(/exception 03/);
	});
});
