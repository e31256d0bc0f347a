import { describe, expect, it } from "vitest";
import { balanced } from "../../lab/accuracy/load-case.ts";
import { MainsWithTone } from "../../lab/accuracy/tone.ts";
import { CHANNELS, FRAME_RATE_HZ } from "../../src/sampling.ts";

const settings = balanced({ current: 1, angle: 60 });

/** RMS values and mean power of L2 over whole seconds of samples. */
function sampled(mains: MainsWithTone, seconds: number) {
	const samples = new Float64Array(FRAME_RATE_HZ * CHANNELS);
	const sums = { voltage: 0, current: 0, power: 0 };
	for (let second = 0; second < seconds; second++) {
		mains.fill(samples, FRAME_RATE_HZ);
		for (let at = 2; at < samples.length; at += CHANNELS) {
			const [v, i] = [samples[at] ?? 0, samples[at + 1] ?? 0];
			sums.voltage += v * v;
			sums.current += i * i;
			sums.power += v * i;
		}
	}
	const frames = seconds * FRAME_RATE_HZ;
	return {
		voltage: Math.sqrt(sums.voltage / frames),
		current: Math.sqrt(sums.current / frames),
		power: sums.power / frames,
	};
}

describe("a tone that is no harmonic", () => {
	it("is in the samples as the truth says", () => {
		const mains = new MainsWithTone(settings);
		mains.tone = { hertz: 1279.6, voltage: 20, current: 0.4 };
		const [, truth] = mains.phases;
		const samples = sampled(mains, 10);
		expect(samples.voltage / truth.voltage).toBeCloseTo(1, 5);
		expect(samples.current / truth.current).toBeCloseTo(1, 5);
		expect(samples.power / truth.activePower).toBeCloseTo(1, 4);
		expect(truth.activePower).toBeCloseTo(230 * 0.5 + 8, 9);
		expect(truth.reactivePower).toBeCloseTo(230 * Math.sin(Math.PI / 3), 9);
	});

	it("is gone without one, and the same whatever the calls of fill", () => {
		const [whole, parts] = [new MainsWithTone(settings), new MainsWithTone(settings)];
		for (const mains of [whole, parts]) mains.tone = { hertz: 31_970, voltage: 0, current: 0.4 };
		const [one, two] = [new Float64Array(600), new Float64Array(600)];
		whole.fill(one, 100);
		parts.fill(two, 37);
		const rest = new Float64Array(600);
		parts.fill(rest, 63);
		two.set(rest.subarray(0, 63 * CHANNELS), 37 * CHANNELS);
		expect(two).toEqual(one);
		whole.tone = undefined;
		expect(whole.phases[0].current).toBe(1);
	});
});
