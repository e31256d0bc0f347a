/** Influence of the front end's temperature (EN 50470-3, 8.7.3). */
import { REFERENCE_TEMPERATURE } from "../../bench/front-end/temperature.ts";
import type { Finding } from "./finding.ts";
import { balanced, type LoadCase } from "./load-case.ts";
import { measure, worst } from "./measure.ts";
import type { MeterUnderTest } from "./meter-under-test.ts";

/** Ends of the range in °C. */
const TEMPERATURES = [-40, 70];

/** Loads with half of class C's mean temperature coefficient, %/K (from memory). */
const LOADS = [
	{ name: "PF 1", angle: 0, limit: 0.015 },
	{ name: "PF 0.5 L", angle: 60, limit: 0.025 },
];

/**
 * Worst phase's temperature coefficient, from the reference temperature to either end of the range.
 */
export async function temperature(meter: MeterUnderTest): Promise<Finding[]> {
	const findings: Finding[] = [];
	for (const { name, angle, limit } of LOADS) {
		const load: LoadCase = {
			id: `temperature ${name}`,
			test: "Load, balanced",
			label: name,
			settings: balanced({ current: 1, angle }),
			active: {},
		};
		const coefficients: number[] = [];
		for (const degrees of TEMPERATURES) {
			await meter.soak(degrees);
			const error = (await measure(meter, load)).worstPhaseActive ?? Number.NaN;
			coefficients.push(Math.abs(error / (degrees - REFERENCE_TEMPERATURE)));
		}
		await meter.soak(REFERENCE_TEMPERATURE);
		findings.push({
			test: `Temperature −40 and +70 °C, worst phase, ${name}: error per K from 23 °C, %/K`,
			value: worst(coefficients) ?? Number.NaN,
			limit,
			source: "half of class C",
		});
	}
	return findings;
}
