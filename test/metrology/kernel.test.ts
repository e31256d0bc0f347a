import fc from "fast-check";
import { KEPT_FRAMES, ROOM_FRAMES } from "metrology/kernel";
import {
	CARRIER,
	CURRENT_SQUARES,
	CURRENTS,
	CYCLES,
	FRAMES,
	LINE_SUMS,
	OVER_RANGE,
	PHASE_SUMS,
	POWER,
	REFERENCE,
	RESULTS,
	SPAN,
	SUMS,
	VOLTAGE_COSINE,
	VOLTAGE_SQUARES,
	VOLTAGES,
} from "metrology/results";
import { FRAME_RATE_HZ } from "sampling";
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

/** Flat samples by definition, in floating point: the taps of docs/metrology.md, rounded once. */
const TAPS = [7, -34, 116, -387, 1622, -387, 116, -34, 7];
function flat(samples: readonly number[]): number[] {
	return samples.map((_, at) => {
		const sum = TAPS.reduce((total, tap, k) => {
			const sample = samples[at - CHANNELS * k] ?? 0;
			return total + tap * Math.floor(sample / 16);
		}, 0);
		return Math.round(sum / 1024);
	});
}

/** The first frames, which depend on samples before the start, are not summed. */
const SKIPPED = 8;

/**
 * Sums of all frames up to `time` by definition, in floating point, without those with the
 * carrier. A frame that `time` divides counts in proportion.
 */
function defined(samples: readonly number[], time: number): number[] {
	const sums: number[] = new Array(SUMS).fill(0);
	const add = (place: number, value: number): void => {
		sums[place] += value;
	};
	const flattened = flat(samples);
	for (let frame = 0; frame < time; frame++) {
		const share = Math.min(1, time - frame);
		const at = CHANNELS * (frame + SKIPPED);
		for (let phase = 0; phase < 3; phase++) {
			const place = PHASE_SUMS * phase;
			const v = flattened[at + 2 * phase];
			const i = flattened[at + 2 * phase + 1];
			add(place + POWER, share * v * i);
			add(place + VOLTAGE_SQUARES, share * v * v);
			add(place + CURRENT_SQUARES, share * i * i);
			add(place + VOLTAGES, share * v);
			add(place + CURRENTS, share * i);
		}
		const [v1, v2, v3] = [flattened[at], flattened[at + 2], flattened[at + 4]];
		[v1 * v2, v1 * v3, v2 * v3].forEach((product, k) => {
			add(LINE_SUMS + k, share * product);
		});
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
		const samples = frames(tones, 50.3, 0, 12_000);
		const windows = feed(samples, new Array(75).fill(160));
		const time = windows.reduce((sum, window) => sum + window[FRAMES], 0);
		expect(windows.length).toBeGreaterThan(5);
		expect(time).toBeGreaterThan(10_000);
		defined(samples, time).forEach((value, i) => {
			if (i < LINE_SUMS && i % PHASE_SUMS >= VOLTAGE_COSINE) return;
			const total = windows.reduce((sum, window) => sum + window[i], 0);
			expect(Math.abs(total - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value) + 1e-3);
		});
	});

	it("the sums with the carrier are those with sine and cosine of its frequency", () => {
		const samples = frames(tones, 50.3, 0, 4000);
		const windows = feed(samples, new Array(25).fill(160));
		const flattened = flat(samples);
		let start = SKIPPED;
		let angle = 0;
		for (const window of windows) {
			const step = (2 * Math.PI * window[CARRIER]) / 2 ** 30;
			const sums = [0, 0, 0, 0];
			const last = Math.ceil(start + window[FRAMES]);
			for (let frame = Math.floor(start); frame < last; frame++) {
				const share = Math.min(1, start + window[FRAMES] - frame) - Math.max(0, start - frame);
				const [v, i] = flattened.slice(CHANNELS * frame, CHANNELS * frame + 2);
				const at = angle + step * (frame - Math.ceil(start));
				[v * Math.cos(at), v * Math.sin(at), i * Math.cos(at), i * Math.sin(at)].forEach(
					(product, k) => {
						sums[k] += share * 16_384 * product;
					},
				);
			}
			const scale = Math.hypot(...sums);
			sums.forEach((sum, k) => {
				expect(Math.abs(window[VOLTAGE_COSINE + k] - sum) / scale).toBeLessThan(4e-5);
			});
			angle += step * (last - Math.ceil(start));
			start += window[FRAMES];
		}
		expect(windows.length).toBe(2);
	});

	it("the kernel gives the same windows to the bit, however frames are cut into blocks", () => {
		for (const signal of [tones, balanced(0, 1, 0)]) {
			const samples = frames(signal, 49.7, 0, 6000);
			const whole = feed(samples, new Array(50).fill(120));
			fc.assert(
				fc.property(
					fc.array(fc.integer({ min: 1, max: 180 }), { minLength: 6000, maxLength: 6000 }),
					(sizes) => {
						const blocks: number[] = [];
						for (let at = 0; at < 6000; at += blocks[blocks.length - 1])
							blocks.push(Math.min(sizes[blocks.length], 6000 - at));
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
				frames(balanced(230, 1, 0), frequency, 0, 16_000),
				new Array(100).fill(160),
			);
			for (const window of windows.slice(2)) {
				expect(window[FRAMES]).toBeCloseTo(window[SPAN], 9);
				expect((window[FRAMES] * frequency) / FRAME_RATE_HZ).toBeCloseTo(window[CYCLES], 2);
				expect(window[FRAMES]).toBeGreaterThan(1519);
				expect(window[FRAMES]).toBeLessThan(1521 + FRAME_RATE_HZ / frequency);
			}
		}
	});

	it("the kernel closes a window after a quarter of a second without a reference voltage", () => {
		const windows = feed(frames(balanced(0, 1, 0), 50, 0, 8000), new Array(50).fill(160));
		expect(windows).toHaveLength(3);
		for (const window of windows) {
			expect(window[CYCLES]).toBe(0);
			expect(window[FRAMES]).toBe(2000);
		}
	});

	it("the kernel counts the samples at full scale by channel", () => {
		const samples = frames(balanced(230, 1, 0), 50, 0, 4000);
		for (let frame = 100; frame < 110; frame++) samples[CHANNELS * frame + 3] = 0x7fffff;
		for (let frame = 200; frame < 203; frame++) samples[CHANNELS * frame + 4] = -0x800000;
		samples[CHANNELS * 300] = 0x7ffffe;
		samples[CHANNELS * 301] = -0x7fffff;
		const windows = feed(samples, new Array(25).fill(160));
		expect(windows.map((window) => window.slice(OVER_RANGE, OVER_RANGE + CHANNELS))).toEqual([
			[0, 0, 0, 10, 3, 0],
			[0, 0, 0, 0, 0, 0],
		]);
	});

	it("after a restart the kernel gives the windows of a new one", () => {
		const samples = frames(tones, 50, 0, 9000);
		const fresh = feed(samples, new Array(60).fill(150));
		const kernel = new ByteCodeKernel();
		const results: number[] = new Array(RESULTS).fill(0);
		const windows: number[][] = [];
		const deliver = (count: number, sampleAt: (at: number) => number): void => {
			for (let block = 0; block < count; block++) {
				for (let i = 0; i < 150 * CHANNELS; i++)
					kernel.samples[CHANNELS * kernel.end + i] = sampleAt(150 * CHANNELS * block + i);
				kernel.accept(150);
				while (kernel.take(results)) windows.push([...results]);
			}
		};
		deliver(17, (at) => (at === 15_000 ? 0x7fffff : (samples[at + 600] ?? 0)));
		kernel.restart();
		windows.length = 0;
		deliver(60, (at) => samples[at] ?? 0);
		expect(windows).toHaveLength(fresh.length);
		// All but the sums with the carrier, which keeps its phase and frequency.
		const places = [...Array(SPAN + 1).keys()].filter(
			(place) => place >= LINE_SUMS || place % PHASE_SUMS < VOLTAGE_COSINE,
		);
		for (const [k, window] of windows.entries())
			for (const place of places) expect(window[place], `${k}, ${place}`).toBe(fresh[k]?.[place]);
	});

	it("a notch next to the crossing is no crossing", () => {
		const samples = frames(balanced(230, 1, 0), 50, 0, 16_000);
		for (let frame = 0; frame < 16_000; frame++)
			for (const notch of [6, 86]) {
				const place = (frame - notch) % 160;
				if (place >= 0 && place < 7)
					samples[CHANNELS * frame] = Math.round(-samples[CHANNELS * frame]);
			}
		for (const window of feed(samples, new Array(100).fill(160)).slice(2))
			expect((FRAME_RATE_HZ * window[CYCLES]) / window[SPAN]).toBeCloseTo(50, 2);
	});

	it("the kernel refuses more frames than there is room for, and continues", () => {
		const kernel = new ByteCodeKernel();
		const room = ROOM_FRAMES - KEPT_FRAMES;
		expect(kernel.accept(room + 1)).toBe(false);
		expect(kernel.accept(-1)).toBe(false);
		expect(kernel.end).toBe(KEPT_FRAMES);
		expect(kernel.accept(room)).toBe(true);
		expect(kernel.accept(1)).toBe(false);
		expect(kernel.end).toBe(ROOM_FRAMES);
	});

	it("the kernel refuses a reference that is no phase", () => {
		const kernel = new ByteCodeKernel();
		const samples = frames(balanced(230, 1, 0), 50, 0, 160);
		const results: number[] = new Array(RESULTS).fill(0);
		kernel.setReference(2);
		for (const wrong of [-1, 3, 0.5 + 3]) kernel.setReference(wrong);
		for (let n = 0; n < 20; n++) {
			samples.forEach((sample, i) => {
				kernel.samples[CHANNELS * kernel.end + i] = sample;
			});
			kernel.accept(160);
			while (kernel.take(results)) expect(results[REFERENCE]).toBe(2);
		}
		expect(results[CYCLES]).toBeGreaterThan(0);
	});
});
