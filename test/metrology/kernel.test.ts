import fc from "fast-check";
import { LINE_SUMS, SUMS, Sum } from "metrology/group";
import Kernel from "metrology/kernel";
import { describe, expect, it } from "vitest";
import { balanced, frames } from "../../testkit/sample-words.ts";

/**
 * Feeds words to a kernel in blocks of the given numbers of frames, as a board does. Returns the
 * windows.
 */
function feed(kernel: Kernel, words: readonly number[], blocks: Iterable<number>) {
	const windows: { sums: number[]; frames: number; cycles: number; span: number }[] = [];
	let buffer: number[] = [];
	let at = 0;
	for (const block of blocks) {
		buffer = buffer.concat(words.slice(at, at + 3 * block));
		at += 3 * block;
		let next = 0;
		for (;;) {
			next = kernel.run(buffer, next, buffer.length);
			if (!kernel.closed) break;
			const { cycles, span } = kernel.crossings;
			windows.push({ sums: [...kernel.sums], frames: kernel.frames, cycles, span });
		}
		buffer = buffer.slice(next);
	}
	return { windows, left: buffer.length };
}

/** Sums over all frames by definition, in floating point, with the groups laid out by hand. */
function defined(words: readonly number[], count: number): number[] {
	const sums: number[] = new Array(SUMS).fill(0);
	const u = [0, 0, 0];
	/** 0..2 in a group, 3 for the odd frame after 118 groups. */
	let place = 0;
	let groups = 0;
	const first: { v: number; i: number }[] = [];
	for (let n = 0; n < count; n++) {
		const parts = [0, 1, 2].map((phase) => {
			const word = words[3 * n + phase];
			const v = Math.floor(word / 2 ** 18);
			const low = word - v * 2 ** 18;
			return { v, i: low >= 2 ** 17 ? low - 2 ** 18 : low };
		});
		const weight = place === 1 ? 1 : place === 3 ? 1 / 3 : 0;
		parts.forEach(({ v, i }, phase) => {
			u[phase] += v - Math.floor(u[phase] / 1024);
			const x = Math.floor(u[phase] / 16);
			const at = phase * Sum.COUNT;
			sums[at + Sum.P] += v * i;
			if (place === 1) sums[at + Sum.D] += (v - first[phase].v) * (i - first[phase].i);
			sums[at + Sum.Q] += weight * x * i;
			sums[at + Sum.VV] += weight * v * v;
			sums[at + Sum.II] += weight * i * i;
			sums[at + Sum.V] += weight * v;
			sums[at + Sum.I] += weight * i;
			sums[at + Sum.U] += weight * x;
		});
		sums[LINE_SUMS] += weight * parts[0].v * parts[1].v;
		sums[LINE_SUMS + 1] += weight * parts[0].v * parts[2].v;
		sums[LINE_SUMS + 2] += weight * parts[1].v * parts[2].v;
		if (place === 0)
			parts.forEach((part, phase) => {
				first[phase] = part;
			});
		if (place === 2 && ++groups % 118 === 0) place = 3;
		else place = place >= 2 ? 0 : place + 1;
	}
	return sums;
}

const tones = [
	{ voltage: 230, current: 5, angle: 30, shift: 0 },
	{ voltage: 200, current: 0.2, angle: 200, shift: -120 },
	{ voltage: 250, current: 7, angle: -70, shift: 120 },
];

describe("the kernel", () => {
	it("over all windows the kernel has exactly the sums of the definition", () => {
		const words = frames(tones, 50.3, 0, 6000);
		const kernel = new Kernel();
		const { windows, left } = feed(kernel, words, new Array(75).fill(80));
		const processed = 6000 - left / 3;
		const expected = defined(words, processed);
		const total = expected.map((_, i) =>
			windows.reduce((sum, window) => sum + window.sums[i], kernel.sums[i]),
		);
		expect(windows.length).toBeGreaterThan(5);
		expected.forEach((value, i) => {
			expect(Math.abs(total[i] - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value) + 1e-6);
		});
		const frameCount = windows.reduce((sum, window) => sum + window.frames, kernel.frames);
		expect(frameCount).toBeCloseTo(processed, 6);
	});

	it("the kernel gives the same windows to the bit, however frames are cut into blocks", () => {
		const words = frames(tones, 49.7, 0, 3000);
		const whole = feed(new Kernel(), words, new Array(30).fill(100)).windows;
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 1, max: 96 }), { minLength: 3000, maxLength: 3000 }),
				(sizes) => {
					const blocks: number[] = [];
					for (let at = 0; at < 3000; at += blocks[blocks.length - 1])
						blocks.push(Math.min(sizes[blocks.length], 3000 - at));
					expect(feed(new Kernel(), words, blocks).windows).toEqual(whole);
				},
			),
			{ numRuns: 25 },
		);
	});

	it("the kernel ends every window with a whole cycle, after 0.19 s or one cycle more", () => {
		for (const frequency of [40.5, 45, 50, 60, 65, 69.5]) {
			const { windows } = feed(
				new Kernel(),
				frames(balanced(230, 1, 0), frequency, 0, 8000),
				new Array(100).fill(80),
			);
			for (const window of windows.slice(1)) {
				expect(window.frames).toBeCloseTo(window.span, 9);
				expect((window.frames * frequency) / 4000).toBeCloseTo(window.cycles, 2);
				expect(window.frames).toBeGreaterThan(755);
				expect(window.frames).toBeLessThan(764 + 4000 / frequency);
			}
		}
	});

	it("the kernel closes a window after a quarter of a second without a reference voltage", () => {
		const { windows } = feed(
			new Kernel(),
			frames(balanced(0, 1, 0), 50, 0, 4000),
			new Array(50).fill(80),
		);
		expect(windows.length).toBeGreaterThanOrEqual(3);
		for (const window of windows) {
			expect(window.cycles).toBe(0);
			expect(window.frames).toBeGreaterThanOrEqual(1000);
			expect(window.frames).toBeLessThan(1090);
		}
	});
});
