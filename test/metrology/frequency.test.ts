/** The frequency that the kernel gives a window, on mains that are not steady. */
import { MAINS, RESULTS } from "metrology/results";
import { CYCLE_STEPS } from "metrology/trigonometry";
import { CHANNELS, FRAME_RATE_HZ } from "sampling";
import { describe, expect, it } from "vitest";
import ByteCodeSamplePath from "../../boards/virtual/byte-code-sample-path.ts";

const BLOCK_FRAMES = 160;
const STEPS = 2 ** 23;
const NOMINAL = 0.25 * Math.SQRT2;

/** Windows until the frequency is that of the signal. */
const STARTING = 3;

/** Size of a phase's voltage, of the nominal one, and angle of L1's in cycles, at a frame. */
interface Voltages {
	size(frame: number, phase: number): number;
	cycles(frame: number): number;
}

/** Frequencies of the windows of 1.6 s, Hz. */
function allFrequencies({ size, cycles }: Voltages, seconds = 1.6): number[] {
	const path = new ByteCodeSamplePath();
	const results: number[] = new Array(RESULTS).fill(0);
	const found: number[] = [];
	for (let frame = 0; frame < seconds * FRAME_RATE_HZ; frame += BLOCK_FRAMES) {
		for (let i = 0; i < BLOCK_FRAMES; i++)
			for (let channel = 0; channel < CHANNELS; channel++) {
				const phase = channel >> 1;
				const angle = 2 * Math.PI * (cycles(frame + i) - phase / 3);
				path.samples[CHANNELS * (path.end + i) + channel] = Math.round(
					NOMINAL * size(frame + i, phase) * Math.sin(angle) * STEPS,
				);
			}
		path.accept(BLOCK_FRAMES);
		while (path.take(results)) found.push((FRAME_RATE_HZ * results[MAINS]) / CYCLE_STEPS);
	}
	return found;
}

/** The same, after the first ones. */
const frequencies = (voltages: Voltages, seconds?: number): number[] =>
	allFrequencies(voltages, seconds).slice(STARTING);

const steady = (hertz: number) => (frame: number) => (hertz * frame) / FRAME_RATE_HZ;
const whole = (): number => 1;

/** Hz by which the frequencies are off at most. */
const worst = (found: readonly number[], hertz: number): number => {
	expect(found.length).toBeGreaterThan(3);
	return Math.max(...found.map((each) => Math.abs(each - hertz)));
};

describe("the frequency of a window", () => {
	it.each([0.05, 0.2, 0.4, 0.55, 0.7, 1.4])(
		"does not move with L1's voltage, to %f of it for 30, 100 and 250 ms from any angle",
		(depth) => {
			for (const length of [240, 800, 2000])
				for (let start = 6400; start < 6560; start += 7) {
					const size = (frame: number, phase: number): number =>
						phase === 0 && frame >= start && frame < start + length ? depth : 1;
					const found = frequencies({ size, cycles: steady(50) });
					expect(worst(found, 50), `${length} frames from ${start}`).toBeLessThan(0.02);
				}
		},
	);

	it.each([41, 50, 60, 65])("is right within 0.2 Hz in the first window, at %d Hz", (hertz) => {
		for (let angle = 0; angle < 1; angle += 0.05) {
			const cycles = (frame: number): number => angle + (hertz * frame) / FRAME_RATE_HZ;
			const [first] = allFrequencies({ size: whole, cycles }, 0.5);
			expect(Math.abs((first ?? 0) - hertz), `from ${angle} of a cycle`).toBeLessThan(0.2);
		}
	});

	it("is right or none if L1's voltage goes", () => {
		for (let start = 6400; start < 6560; start += 11) {
			const size = (frame: number, phase: number): number =>
				phase === 0 && frame >= start ? 0 : 1;
			const found = frequencies({ size, cycles: steady(50) });
			for (const each of found) expect(each < 40 || Math.abs(each - 50) < 2.6).toBe(true);
		}
	});

	it.each([45, 47.5, 57.5])(
		"moves less than 0.005 Hz with flicker of 25 Hz and 5 %% at %f Hz",
		(hertz) => {
			const size = (frame: number): number =>
				1 + 0.05 * Math.cos((2 * Math.PI * 25 * frame) / FRAME_RATE_HZ);
			expect(worst(frequencies({ size, cycles: steady(hertz) }), hertz)).toBeLessThan(0.005);
		},
	);

	it("follows a ramp of 1 Hz a second", () => {
		const cycles = (frame: number): number => {
			const seconds = frame / FRAME_RATE_HZ;
			return 49 * seconds + seconds ** 2 / 2;
		};
		const found = frequencies({ size: whole, cycles }, 3);
		for (const [i, each] of found.entries())
			expect(Math.abs(each - (49 + 0.2 * (i + STARTING)))).toBeLessThan(0.25);
		expect(found.at(-1)).toBeGreaterThan(51.5);
	});

	it.each([
		[50, 50.1],
		[50, 51],
		[50, 60],
		[65, 42.5],
	])("is that after a step from %f to %f Hz within two windows", (before, after) => {
		const start = 6437;
		const cycles = (frame: number): number =>
			frame < start
				? (before * frame) / FRAME_RATE_HZ
				: (before * start + after * (frame - start)) / FRAME_RATE_HZ;
		const found = frequencies({ size: whole, cycles });
		const changed = found.findIndex((each) => Math.abs(each - before) > 0.02);
		for (const each of found.slice(changed + 2)) expect(each).toBeCloseTo(after, 2);
		expect(found.length).toBeGreaterThan(changed + 2);
	});

	it.each([20, 25, 30, 36])("is none on mains of %f Hz, a window after others at most", (hertz) => {
		const start = 6437;
		const cycles = (frame: number): number =>
			frame < start
				? (50 * frame) / FRAME_RATE_HZ
				: (50 * start + hertz * (frame - start)) / FRAME_RATE_HZ;
		const last = frequencies({ size: whole, cycles }, 2).slice(-3);
		for (const each of last) expect(each < 40).toBe(true);
	});

	it.each([0.5, 3])("is none or the new one when the voltage comes back after %f s", (gone) => {
		for (let start = 6400; start < 6560; start += 23) {
			const end = start + gone * FRAME_RATE_HZ;
			const size = (frame: number): number => (frame < start || frame >= end ? 1 : 0);
			const cycles = (frame: number): number =>
				((frame < start ? 50 : 58.3) * frame) / FRAME_RATE_HZ;
			const found = frequencies({ size, cycles }, gone + 2);
			const back = found.slice(found.findIndex((each) => each < 40));
			expect(back.length).toBeGreaterThan(4);
			expect(back.at(-1)).toBeCloseTo(58.3, 2);
			for (const each of back) expect(each < 40 || Math.abs(each - 58.3) < 1, `${back}`).toBe(true);
		}
	});

	it("is none without a voltage", () => {
		expect(frequencies({ size: () => 0, cycles: steady(50) })).toEqual(expect.arrayContaining([0]));
	});
});
