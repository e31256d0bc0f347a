/**
 * The analyser on signals of known truth. Limits are a fifth of those of class S, as remembered:
 * 1 % of a harmonic of 3 % and more, and 0.03 % of the nominal RMS below.
 */
import {
	CURRENT_PRODUCTS,
	DISTORTIONS,
	HALF_SQUARES,
	HALVES,
	HALVES_KEPT,
	HARMONICS,
	MEAN_SQUARES,
	MEANS,
	ORDER_SQUARES,
	PEAKS,
	RECORDS,
	SUBGROUPS,
	WINDOW_CYCLES,
	WINDOWS,
} from "quality/results";
import { CHANNELS, FRAME_RATE_HZ } from "sampling";
import { describe, expect, it } from "vitest";
import { analyse, type Part, sum } from "./signal.ts";

/** RMS of the fundamental, as a part of full scale. */
const NOMINAL = 0.25;
const FREQUENCIES = [
	42.5, 45, 47.13, 49.244, 49.99, 50, 50.271, 51.138, 54.9, 55.1, 57.5, 60, 60.435, 65,
];

const all = [...Array(HARMONICS).keys()].map((at) => at + 1);

/** The fundamental, and every harmonic with this part of it. */
const comb = (part: number): Part[] =>
	all.map((order) => ({ order, rms: order === 1 ? NOMINAL : part * NOMINAL, at: order * order }));

/** One signal on L1's voltage and, a quarter as large, its current; the fundamental elsewhere. */
function onL1(parts: readonly Part[], frequency: number) {
	const first = sum(parts, frequency);
	const others = sum([{ order: 1, rms: NOMINAL }], frequency);
	return (frame: number, channel: number): number =>
		channel === 0 ? first(frame) : channel === 1 ? first(frame) / 4 : others(frame);
}

/** Largest error of the harmonics of a channel, as a part of the nominal RMS. */
function worst(
	found: ReturnType<typeof analyse>,
	channel: number,
	parts: readonly Part[],
	nominal: number,
): number {
	const errors = all.map((order) => {
		const inGroup = parts.filter((part) => Math.abs(part.order - order) < 0.15);
		const truth = Math.sqrt(inGroup.reduce((total, { rms }) => total + rms * rms, 0));
		return Math.abs(found.harmonic(channel, order) - (truth * nominal) / NOMINAL) / nominal;
	});
	return Math.max(...errors);
}

describe("harmonics", () => {
	it.each(FREQUENCIES)("of 5 %% each are right within 0.03 %% of nominal at %f Hz", (frequency) => {
		const parts = comb(0.05);
		const found = analyse(onL1(parts, frequency), 8000);
		expect(found.at(WINDOWS)).toBeGreaterThan(2);
		expect(found.at(WINDOW_CYCLES)).toBe(frequency < 55 ? 10 : 12);
		expect(worst(found, 0, parts, NOMINAL)).toBeLessThan(3e-4);
		expect(worst(found, 1, parts, NOMINAL / 4)).toBeLessThan(3e-4);
	});

	it.each(FREQUENCIES)("of a sine are none within 0.03 %% of nominal at %f Hz", (frequency) => {
		const parts = [{ order: 1, rms: NOMINAL }];
		const found = analyse(onL1(parts, frequency), 8000);
		expect(worst(found, 0, parts, NOMINAL)).toBeLessThan(3e-4);
		expect(Math.sqrt(found.at(DISTORTIONS) / found.at(SUBGROUPS))).toBeLessThan(1e-3);
	});

	it("a harmonic counts the lines next to it, and none further away", () => {
		const parts = [
			{ order: 1, rms: NOMINAL },
			{ order: 7, rms: 0.03 * NOMINAL },
			{ order: 7.1, rms: 0.04 * NOMINAL },
			{ order: 8.9, rms: 0.02 * NOMINAL },
			{ order: 10.5, rms: 0.05 * NOMINAL },
		];
		const found = analyse(onL1(parts, 50), 8000);
		expect(found.harmonic(0, 7)).toBeCloseTo(0.05 * NOMINAL, 4);
		expect(found.harmonic(1, 7)).toBeCloseTo((0.05 * NOMINAL) / 4, 4);
		expect(found.harmonic(0, 9)).toBeCloseTo(0.02 * NOMINAL, 4);
		expect(found.harmonic(0, 10)).toBeCloseTo(0, 4);
		expect(found.harmonic(0, 11)).toBeCloseTo(0, 4);
	});

	it.each([45, 47.5, 57.5])(
		"of none are none in a flicker of 25 Hz and 5 %% at %f Hz",
		(frequency) => {
			const sides = [-1, 1].map((side) => ({
				order: 1 + (side * 25) / frequency,
				rms: 0.025 * NOMINAL,
			}));
			const flicker = sum([{ order: 1, rms: NOMINAL }, ...sides], frequency);
			const found = analyse(flicker, 16000);
			for (const order of all.slice(4))
				expect(found.harmonic(0, order) / NOMINAL, `order ${order}`).toBeLessThan(1e-3);
		},
	);

	it("THD, K-factor, crest factor and means follow from the same window", () => {
		const parts = [
			{ order: 1, rms: NOMINAL },
			{ order: 5, rms: 0.2 * NOMINAL },
			{ order: 11, rms: 0.1 * NOMINAL },
		];
		const direct = 0.01;
		const found = analyse((frame, channel) => onL1(parts, 50)(frame, channel) + direct, 8000);
		const first = found.at(SUBGROUPS);
		expect(Math.sqrt(found.at(DISTORTIONS) / first)).toBeCloseTo(Math.sqrt(0.05), 4);
		const k = found.at(ORDER_SQUARES) / (first + found.at(DISTORTIONS));
		expect(k).toBeCloseTo((1 + 25 * 0.04 + 121 * 0.01) / 1.05, 3);
		expect(found.rms(MEAN_SQUARES) ** 2).toBeCloseTo(1.05 * NOMINAL ** 2 + direct ** 2, 5);
		expect((found.at(MEANS) * 16) / 2 ** 23).toBeCloseTo(direct, 5);
		const cycle = [...Array(160).keys()].map((frame) => Math.abs(onL1(parts, 50)(frame, 0)));
		expect((found.at(PEAKS) * 16) / 2 ** 23).toBeCloseTo(Math.max(...cycle) + direct, 2);
	});

	it("products of the currents are means over the window", () => {
		const angle = 2.1;
		const found = analyse((frame, channel) => {
			const at = channel === 3 ? -angle : channel === 5 ? angle : 0;
			return sum([{ order: 1, rms: NOMINAL, at }], 50)(frame);
		}, 8000);
		const unit = (16 / 2 ** 23) ** 2;
		const product = (pair: number): number => found.at(CURRENT_PRODUCTS + pair) * unit;
		expect(product(0)).toBeCloseTo(NOMINAL ** 2 * Math.cos(angle), 4);
		expect(product(1)).toBeCloseTo(NOMINAL ** 2 * Math.cos(angle), 4);
		expect(product(2)).toBeCloseTo(NOMINAL ** 2 * Math.cos(2 * angle), 4);
	});
});

describe("half cycles", () => {
	/** L2 falls to a depth for some cycles; returns its RMS by half cycle, as parts of nominal. */
	function dip(depth: number, startFrame: number, halves: number): number[] {
		const frames = (halves * FRAME_RATE_HZ) / 100;
		const wave = sum([{ order: 1, rms: NOMINAL }], 50);
		const inside = (frame: number) => frame >= startFrame && frame < startFrame + frames;
		const found = analyse(
			(frame, channel) => (channel === 2 && inside(frame) ? depth : 1) * wave(frame),
			8000,
		);
		const count = found.at(HALVES);
		expect(count).toBeGreaterThan(50);
		const last = count - HALVES_KEPT;
		return [...Array(HALVES_KEPT).keys()].map(
			(at) => found.rms(HALF_SQUARES + 3 * ((last + at) & (HALVES_KEPT - 1)) + 1) / NOMINAL,
		);
	}

	it.each([6400, 6417, 6433, 6451, 6470])(
		"a dip to 40 % of five cycles, begun in frame $0, is seen within a half cycle",
		(start) => {
			const values = dip(0.4, start, 10);
			expect(Math.min(...values)).toBeCloseTo(0.4, 2);
			const below = values.filter((value) => value < 0.9).length;
			expect(Math.abs(below - 10)).toBeLessThanOrEqual(1);
			expect(values[0]).toBeCloseTo(1, 3);
			expect(values[values.length - 1]).toBeCloseTo(1, 3);
		},
	);

	it("a waveform is recorded around a dip, from three cycles before it", () => {
		const wave = sum([{ order: 1, rms: NOMINAL }], 50);
		const start = 4800;
		const voltage = (frame: number): number => (frame >= start ? 0.4 : 1) * wave(frame);
		const found = analyse(
			(frame, channel) =>
				channel === 0 ? voltage(frame) : channel === 1 ? wave(frame) / 8 : wave(frame),
			6400,
			{ low: 0.9 * NOMINAL, high: 0 },
		);
		expect(found.at(RECORDS)).toBeGreaterThanOrEqual(1);
		const samples = [...Array(256).keys()].map((point) => [
			found.sample(0, point * CHANNELS),
			found.sample(0, point * CHANNELS + 1),
		]);
		const peak = NOMINAL * Math.SQRT2 * 2 ** 15;
		const largest = (part: number[][], channel: number) =>
			Math.max(...part.map((point) => Math.abs(point[channel])));
		expect(found.at(RECORDS)).toBe(1);
		expect(largest(samples.slice(0, 64), 0) / peak).toBeCloseTo(1, 2);
		expect(largest(samples.slice(192), 0) / peak).toBeCloseTo(0.4, 2);
		expect(largest(samples, 1) / peak).toBeCloseTo(1 / 8, 2);
		// The first point that is not as one cycle before: in the fourth of eight cycles.
		const begin = samples.findIndex(
			([voltage], at) => at >= 32 && Math.abs(voltage - samples[at - 32][0]) > 0.1 * peak,
		);
		expect(Math.floor(begin / 32)).toBe(3);
	});
});

describe("the analyser", () => {
	it("a place that there is none of is 0", () => {
		const found = analyse(() => 0, 160);
		for (const place of [-1, 1e6, 2 ** 31]) expect(found.at(place)).toBe(0);
	});
});
