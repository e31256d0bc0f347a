import fc from "fast-check";
import { ROOM_FRAMES } from "metrology/kernel";
import {
	CYCLES,
	FRAMES,
	LINE_SUMS,
	PHASE_SUMS,
	REFERENCE,
	RESULTS,
	SPAN,
	SUMS,
} from "metrology/results";
import { describe, expect, it } from "vitest";
import ByteCodeKernel from "../../boards/virtual/byte-code-kernel.ts";
import { balanced, frames } from "../../testkit/samples.ts";

const CHANNELS = 6;

/** Feeds samples to a kernel in blocks of the given numbers of frames, as a board does. */
function feed(samples: readonly number[], blocks: Iterable<number>): number[][] {
	const kernel = new ByteCodeKernel();
	const windows: number[][] = [];
	const results: number[] = new Array(RESULTS).fill(0);
	let at = 0;
	for (const block of blocks) {
		const part = samples.slice(at, at + CHANNELS * block);
		at += CHANNELS * block;
		part.forEach((sample, i) => {
			kernel.samples[CHANNELS * kernel.end + i] = sample;
		});
		expect(kernel.accept(part.length / CHANNELS)).toBe(true);
		while (kernel.take(results)) windows.push([...results]);
	}
	return windows;
}

/**
 * Sums of all frames up to `time` by definition, in floating point, with the groups laid out by
 * hand. A group that `time` divides counts in proportion.
 */
function defined(samples: readonly number[], time: number): number[] {
	const sums: number[] = new Array(SUMS).fill(0);
	const u = [0, 0, 0];
	let frame = 0;
	for (let groups = 0; frame < time; ) {
		const length = groups === 118 ? 1 : 3;
		groups = groups === 118 ? 0 : groups + 1;
		const share = Math.min(1, (time - frame) / length);
		const middle: number[] = [];
		for (let phase = 0; phase < 3; phase++) {
			const parts = Array.from({ length }, (_, n) => {
				const at = CHANNELS * (frame + n) + 2 * phase;
				const v = samples[at];
				u[phase] += v - Math.floor(u[phase] / 1024);
				return { v, i: samples[at + 1], x: Math.floor(u[phase] / 16) };
			});
			const { v, i, x } = parts[length === 3 ? 1 : 0];
			const weight = length / 3;
			middle.push(v);
			const slopes = length === 3 ? (v - parts[0].v) * (i - parts[0].i) : 0;
			const power = parts.reduce((sum, part) => sum + part.v * part.i, 0);
			[power, slopes, weight * x * i, weight * v * v, weight * i * i].forEach((sum, k) => {
				sums[PHASE_SUMS * phase + k] += share * sum;
			});
			[v, i, x].forEach((sum, k) => {
				sums[PHASE_SUMS * phase + 5 + k] += share * weight * sum;
			});
		}
		const [v1, v2, v3] = middle;
		[v1 * v2, v1 * v3, v2 * v3].forEach((sum, k) => {
			sums[LINE_SUMS + k] += (share * length * sum) / 3;
		});
		frame += length;
	}
	return sums;
}

const tones = [
	{ voltage: 230, current: 5, angle: 30, shift: 0 },
	{ voltage: 200, current: 0.2, angle: 200, shift: -120 },
	{ voltage: 250, current: 7, angle: -70, shift: 120 },
];

describe("the kernel", () => {
	it("over all windows the kernel has the sums of the definition", () => {
		const samples = frames(tones, 50.3, 0, 6000);
		const windows = feed(samples, new Array(75).fill(80));
		const time = windows.reduce((sum, window) => sum + window[FRAMES], 0);
		expect(windows.length).toBeGreaterThan(5);
		expect(time).toBeGreaterThan(5000);
		defined(samples, time).forEach((value, i) => {
			const total = windows.reduce((sum, window) => sum + window[i], 0);
			expect(Math.abs(total - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value) + 1e-3);
		});
	});

	it("the kernel gives the same windows to the bit, however frames are cut into blocks", () => {
		for (const signal of [tones, balanced(0, 1, 0)]) {
			const samples = frames(signal, 49.7, 0, 3000);
			const whole = feed(samples, new Array(50).fill(60));
			fc.assert(
				fc.property(
					fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 3000, maxLength: 3000 }),
					(sizes) => {
						const blocks: number[] = [];
						for (let at = 0; at < 3000; at += blocks[blocks.length - 1])
							blocks.push(Math.min(sizes[blocks.length], 3000 - at));
						expect(feed(samples, blocks)).toEqual(whole);
					},
				),
				{ numRuns: 15 },
			);
		}
	});

	it("the kernel ends every window with a whole cycle, after 0.19 s or one cycle more", () => {
		for (const frequency of [40.5, 45, 50, 60, 65, 69.5]) {
			const windows = feed(
				frames(balanced(230, 1, 0), frequency, 0, 8000),
				new Array(100).fill(80),
			);
			for (const window of windows.slice(1)) {
				expect(window[FRAMES]).toBeCloseTo(window[SPAN], 9);
				expect((window[FRAMES] * frequency) / 4000).toBeCloseTo(window[CYCLES], 2);
				expect(window[FRAMES]).toBeGreaterThan(755);
				expect(window[FRAMES]).toBeLessThan(764 + 4000 / frequency);
			}
		}
	});

	it("the kernel closes a window after a quarter of a second without a reference voltage", () => {
		const windows = feed(frames(balanced(0, 1, 0), 50, 0, 4000), new Array(50).fill(80));
		expect(windows.length).toBeGreaterThanOrEqual(3);
		for (const window of windows) {
			expect(window[CYCLES]).toBe(0);
			expect(window[FRAMES]).toBeGreaterThanOrEqual(1000);
			expect(window[FRAMES]).toBeLessThan(1004);
		}
	});

	it("the kernel refuses more frames than there is room for, and continues", () => {
		const kernel = new ByteCodeKernel();
		expect(kernel.accept(ROOM_FRAMES + 1)).toBe(false);
		expect(kernel.accept(-1)).toBe(false);
		expect(kernel.end).toBe(0);
		expect(kernel.accept(ROOM_FRAMES)).toBe(true);
		expect(kernel.accept(1)).toBe(false);
		expect(kernel.end).toBe(ROOM_FRAMES);
	});

	it("the kernel refuses a reference that is no phase", () => {
		const kernel = new ByteCodeKernel();
		const samples = frames(balanced(230, 1, 0), 50, 0, 80);
		const results: number[] = new Array(RESULTS).fill(0);
		kernel.setReference(2);
		for (const wrong of [-1, 3, 0.5 + 3]) kernel.setReference(wrong);
		for (let n = 0; n < 20; n++) {
			samples.forEach((sample, i) => {
				kernel.samples[CHANNELS * kernel.end + i] = sample;
			});
			kernel.accept(80);
			while (kernel.take(results)) expect(results[REFERENCE]).toBe(2);
		}
		expect(results[CYCLES]).toBeGreaterThan(0);
	});
});
