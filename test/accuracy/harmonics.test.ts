import { describe, expect, it } from "vitest";
import { Mains } from "../../bench/mains/model.ts";
import { validateMains } from "../../bench/mains/validation.ts";
import { allCases } from "../../lab/accuracy/cases.ts";
import { phaseFired } from "../../lab/accuracy/harmonics.ts";
import { balanced, withoutCurrent } from "../../lab/accuracy/load-case.ts";
import { CHANNELS } from "../../src/sampling.ts";

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
			// Orders above 39 are missing.
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

it("the mains model accepts every load, with its current and without", () => {
	for (const { settings } of allCases()) {
		expect(validateMains(settings)).toEqual(settings);
		expect(validateMains(withoutCurrent(settings)).phases.map(({ current }) => current)).toEqual([
			0, 0, 0,
		]);
	}
});

it("every load has a unique key, and its reference is measured before it", () => {
	const seen = new Set<string>();
	for (const { id, reference } of allCases()) {
		expect(seen.has(id), id).toBe(false);
		if (reference !== undefined) expect(seen.has(reference), `${id}: ${reference}`).toBe(true);
		seen.add(id);
	}
});
