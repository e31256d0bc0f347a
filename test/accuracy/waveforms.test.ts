import { describe, expect, it } from "vitest";
import { Mains } from "../../bench/mains/model.ts";
import { validateMains } from "../../bench/mains/validation.ts";
import { wholeProgram } from "../../lab/accuracy/examine.ts";
import { balanced, withoutCurrent } from "../../lab/accuracy/load-case.ts";
import { notched, phaseFired, pulse } from "../../lab/accuracy/waveforms.ts";
import { CHANNELS } from "../../src/sampling.ts";

const program = wholeProgram();

describe("a current fired at 90°", () => {
	const settings = balanced({ current: 1, ...phaseFired(90) });

	it("a current fired at 90° flows in the second half of each half cycle", () => {
		const samples = new Float64Array(160 * CHANNELS);
		new Mains(settings).fill(samples, 160);
		// RMS 1 A of a sine that conducts half of the time; the full sine would peak at 2 A.
		for (let frame = 0; frame < 160; frame++) {
			const angle = (2 * Math.PI * frame) / 160;
			const fromEdge = Math.min(...[0, 40, 80, 120, 160].map((edge) => Math.abs(frame - edge)));
			if (fromEdge < 10) continue;
			const conducting = frame % 80 > 40;
			const current = samples[frame * CHANNELS + 1] ?? Number.NaN;
			// Orders above 60 are missing.
			expect(Math.abs(current - (conducting ? 2 * Math.sin(angle) : 0))).toBeLessThan(0.12);
		}
	});

	it("a current fired at 90° has the power of its definition, V · √2/2 · I", () => {
		// Mean of 325 V sin × 2 A sin over half of the time.
		const expected = 230 * 1 * Math.SQRT1_2;
		// The missing orders would contribute up to 1 % of the square of the current.
		expect(Math.abs(new Mains(settings).phases[0].activePower / expected - 1)).toBeLessThan(0.01);
	});
});

it("a half-sine pulse of 3 ms has the crest factor of its definition", () => {
	const samples = new Float64Array(160 * CHANNELS);
	new Mains(balanced({ current: 1, ...pulse(3, 90, 50) })).fill(samples, 160);
	const currents = Array.from({ length: 160 }, (_, frame) => samples[frame * CHANNELS + 1] ?? 0);
	// RMS of a half sine of peak 1 in 3 of 10 ms: √(0.3 / 2).
	expect(Math.max(...currents)).toBeCloseTo(1 / Math.sqrt(0.15), 1);
	expect(currents.filter((current) => Math.abs(current) > 0.1)).toHaveLength(2 * 23);
});

it("a notched voltage has half of the sine inside of its notch", () => {
	const samples = new Float64Array(160 * CHANNELS);
	const settings = balanced({ voltage: 230, harmonics: notched(72, 18, 0.5, 50) });
	new Mains(settings).fill(samples, 160);
	const ratio = (degrees: number): number => {
		const at = Math.round((160 * degrees) / 360);
		return (samples[at * CHANNELS] ?? 0) / (230 * Math.SQRT2) / Math.sin((at * Math.PI) / 80);
	};
	// The fundamental is at 0 and not the sine that was notched, a degree or so apart.
	expect(ratio(81)).toBeCloseTo(0.5 * ratio(120), 1);
});

it("the mains model accepts every load, with its current and without", () => {
	const { cases, repeated, ordinary } = program;
	for (const { settings } of [...cases, ...repeated, ...ordinary]) {
		expect(validateMains(settings)).toEqual(settings);
		expect(validateMains(withoutCurrent(settings)).phases.map(({ current }) => current)).toEqual([
			0, 0, 0,
		]);
	}
});

it("every load has a unique key, and its reference is measured before it", () => {
	const seen = new Set<string>();
	for (const { id, reference } of program.cases) {
		expect(seen.has(id), id).toBe(false);
		if (reference !== undefined) expect(seen.has(reference), `${id}: ${reference}`).toBe(true);
		seen.add(id);
	}
});
