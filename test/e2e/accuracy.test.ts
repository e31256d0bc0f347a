import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { readMeasurements } from "../../testkit/readings.ts";

/** The part of `/api/truth` that is compared. */
interface Truth {
	frequency: number;
	lineVoltages: number[];
	phases: {
		voltage: number;
		current: number;
		activePower: number;
		reactivePower: number;
		apparentPower: number;
	}[];
	total: { activePower: number; reactivePower: number; apparentPower: number };
}

/** Permitted relative error. */
const TOLERANCE = 1e-3;

let bench: RunningBench;

beforeAll(async () => {
	bench = await startBench();
});

afterAll(async () => {
	expect((await bench.stop()).code).toBe(0);
});

/** Power factors as angles in degrees, positive if the current lags. */
const LOADS = [
	["1", 0],
	["0.5L", 60],
	["0.8C", -36.869898],
	["1, export", 180],
	["0.5L, export", 240],
] as const;

function near(actual: number | undefined, expected: number, scale = Math.abs(expected)): void {
	expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThan(TOLERANCE * scale);
}

describe("the registers against the bench's own truth, on XS", () => {
	for (const frequency of [45, 50, 55, 60, 65])
		for (const [name, angle] of LOADS)
			it(`the meter measures to 0.1 % and 5 mHz at ${frequency} Hz, PF ${name}`, async () => {
				const phases = [
					{ voltage: 230, current: 1, angle },
					{ voltage: 225, current: 5, angle },
					{ voltage: 235, current: 0.5, angle },
				];
				await bench.call("PATCH", "/api/mains", { frequency, phases });
				await bench.call("POST", "/api/advance", { seconds: 5 });
				const meter = await readMeasurements(bench);
				const { body } = await bench.call("GET", "/api/truth");
				const truth = body as Truth;
				near(meter.frequency, frequency, 5);
				truth.phases.forEach((phase, i) => {
					near(meter.voltage[i], phase.voltage);
					near(meter.current[i], phase.current * (phase.activePower < 0 ? -1 : 1));
					near(meter.activePower[i + 1], phase.activePower);
					// At power factor 1 there is no reactive power: the limit is 0.1 % of the apparent power.
					const reactive =
						Math.abs(phase.reactivePower) > 1e-6 ? phase.reactivePower : phase.apparentPower;
					near(meter.reactivePower[i + 1], phase.reactivePower, Math.abs(reactive));
					near(meter.apparentPower[i + 1], phase.apparentPower);
					near(meter.powerFactor[i + 1], Math.abs(phase.activePower) / phase.apparentPower);
				});
				near(meter.activePower[0], truth.total.activePower);
				near(meter.apparentPower[0], truth.total.apparentPower);
				truth.lineVoltages.forEach((voltage, i) => {
					near(meter.lineVoltage[i], voltage);
				});
			});

	it("the meter measures the sequence 132 and a fifth harmonic", async () => {
		const harmonics = [
			{ order: 5, voltagePercent: 10, currentPercent: 40, voltageAngle: 0, currentAngle: 0 },
		];
		await bench.call("PATCH", "/api/mains", {
			frequency: 50,
			sequence: "132",
			phases: [1, 1, 1].map(() => ({ voltage: 230, current: 1, angle: 0, harmonics })),
		});
		await bench.call("POST", "/api/advance", { seconds: 5 });
		const meter = await readMeasurements(bench);
		const { body } = await bench.call("GET", "/api/truth");
		(body as Truth).phases.forEach((phase, i) => {
			near(meter.voltage[i], phase.voltage);
			near(meter.activePower[i + 1], phase.activePower);
		});
	});
});
