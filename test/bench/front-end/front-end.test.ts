import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FrontEnd } from "../../../bench/front-end/front-end.ts";
import { FULL_SCALE_CURRENT } from "../../../bench/front-end/full-scale.ts";
import { DELAY } from "../../../bench/front-end/taps.ts";
import { CHANNELS, FRAME_RATE_HZ } from "../../../src/sampling.ts";
import { channel, meanProduct, rms, tone } from "../mains/measure.ts";

/** Steps per unit: of volts in even channels, of amperes in odd ones. */
const STEPS_PER_VOLT = 2 ** 23 / 800;
const STEPS_PER_AMPERE = 2 ** 23 / FULL_SCALE_CURRENT;

/** 6.7 µV of ±1.2 V in steps of 24 bits, at 4000 frames/s; the density is constant. */
const NOISE_STEPS = 46.836 * Math.sqrt(FRAME_RATE_HZ / 4000);

/** All channels at the same instantaneous value. */
function terminals(frames: number, value: (frame: number) => number): Float64Array {
	return Float64Array.from({ length: frames * CHANNELS }, (_, at) =>
		value(Math.floor(at / CHANNELS)),
	);
}

function convert(frontEnd: FrontEnd, samples: Float64Array): Uint8Array {
	const frames = samples.length / CHANNELS;
	const bytes = new Uint8Array(frames * 18);
	frontEnd.convert(samples, frames, bytes);
	return bytes;
}

/** The converted samples as numbers, read with Node's own reader. */
function numbers(bytes: Uint8Array): number[] {
	const buffer = Buffer.from(bytes);
	return Array.from({ length: bytes.length / 3 }, (_, index) => buffer.readIntLE(3 * index, 3));
}

/** Output of the front end for a constant, once its filter is full. */
function settled(value: number, inputNoise = 0): Uint8Array {
	return convert(
		new FrontEnd({ seed: 1, ideal: true, inputNoise }),
		terminals(40, () => value),
	).slice(-18);
}

describe("the ideal front end's samples", () => {
	it("are six signed 24-bit numbers per frame, least significant byte first", () => {
		// 100 V is 1048576 = 0x100000 steps; 100 A is beyond full scale.
		const phase = [0x00, 0x00, 0x10, 0xff, 0xff, 0x7f];
		expect([...settled(100)]).toEqual([...phase, ...phase, ...phase]);
		// 1 V is 10485.76 = 0x0028F6, rounded; −1 V is −10486 = 0xFFD70A.
		expect([...settled(1).slice(0, 3)]).toEqual([0xf6, 0x28, 0x00]);
		expect([...settled(-1).slice(0, 3)]).toEqual([0x0a, 0xd7, 0xff]);
		// An eighth of full scale is 0x100000 steps.
		expect([...settled(FULL_SCALE_CURRENT / 8).slice(3, 6)]).toEqual([0x00, 0x00, 0x10]);
		expect([...settled(-FULL_SCALE_CURRENT / 8).slice(3, 6)]).toEqual([0x00, 0x00, 0xf0]);
	});

	it("keep the channels apart", () => {
		const samples = Float64Array.from({ length: 40 * CHANNELS }, (_, at) => (at % CHANNELS) + 1);
		const last = numbers(
			convert(new FrontEnd({ seed: 1, ideal: true, inputNoise: 0 }), samples),
		).slice(-6);
		const scaled = [1, 2, 3, 4, 5, 6].map((value, at) =>
			Math.round(value * (at % 2 === 0 ? STEPS_PER_VOLT : STEPS_PER_AMPERE)),
		);
		expect(last).toEqual(scaled);
	});

	it("saturate at 2^23 − 1 and −2^23 and do not wrap", () => {
		expect(numbers(settled(1000))).toEqual(Array(6).fill(8388607));
		expect(numbers(settled(-1000))).toEqual(Array(6).fill(-8388608));
		expect(numbers(settled(799.9))[0]).toBe(Math.round(799.9 * STEPS_PER_VOLT));
	});

	it("saturate with noise too", () => {
		const all = numbers(
			convert(
				new FrontEnd({ seed: 1, ideal: true }),
				terminals(400, () => 800.1),
			),
		).slice(20 * CHANNELS);
		expect(Math.min(...all)).toBeGreaterThan(8388000);
		expect(Math.max(...all)).toBe(8388607);
	});

	it("need room, and are not converted without it", () => {
		const frontEnd = new FrontEnd({ seed: 3 });
		const samples = terminals(10, () => 1);
		expect(() => frontEnd.convert(samples, 10, new Uint8Array(179))).toThrow(
			"10 frames need 180 bytes, not 179",
		);
		expect(() => frontEnd.convert(samples, 11, new Uint8Array(500))).toThrow(
			"11 frames need 66 samples, not 60",
		);
		expect(convert(frontEnd, samples)).toEqual(convert(new FrontEnd({ seed: 3 }), samples));
	});
});

describe("the front end's droop", () => {
	const frames = FRAME_RATE_HZ + 100;

	/** Magnitude of the front end at a frequency, and its delay in frames. */
	function response(hertz: number): { magnitude: number; delay: number } {
		const samples = terminals(frames, (frame) =>
			Math.sin((2 * Math.PI * hertz * frame) / FRAME_RATE_HZ),
		);
		const out = numbers(convert(new FrontEnd({ seed: 1, ideal: true, inputNoise: 0 }), samples));
		const { rms: measured, angle } = tone(channel(out, 1).slice(-FRAME_RATE_HZ), hertz);
		const before = (hertz * (frames - FRAME_RATE_HZ)) / FRAME_RATE_HZ;
		const turns = (((before - angle / 360) % 1) + 1) % 1;
		return {
			magnitude: (measured * Math.SQRT2) / STEPS_PER_AMPERE,
			delay: (turns * FRAME_RATE_HZ) / hertz,
		};
	}

	it.each([
		// (sin x / x)³, x = π·f/rate, from another program (Python's math).
		[0.0125, 0.99922919, 3e-6],
		[0.01625, 0.99869764, 3e-6],
		[0.0625, 0.98088368, 5e-6],
		[0.08125, 0.96787876, 5e-6],
		[0.25, 0.72976892, 3e-5],
		[0.3, 0.63249858, 3e-5],
	])("at %d of the rate is that of sinc3", (cycles, magnitude, tolerance) => {
		const { magnitude: measured } = response(cycles * FRAME_RATE_HZ);
		expect(Math.abs(measured / magnitude - 1)).toBeLessThan(tolerance);
	});

	it("does not change a constant", () => {
		expect(numbers(settled(100))[0]).toBe(2 ** 20);
	});

	it.each([50, 150, 400])("delays %d Hz by the same number of frames", (hertz) => {
		expect(response(hertz).delay).toBeCloseTo(DELAY, 3);
	});
});

describe("the front end's noise", () => {
	const frames = 50_000;
	const out = numbers(
		convert(
			new FrontEnd({ seed: 12345678, ideal: true }),
			terminals(frames, () => 0),
		),
	);
	const channels = [0, 1, 2, 3, 4, 5].map((index) => channel(out, index));

	it("is 6.7 µV RMS at 4000 frames/s in every channel, without an offset", () => {
		for (const noise of channels) {
			expect(Math.abs(rms(noise) / NOISE_STEPS - 1)).toBeLessThan(0.02);
			const mean = noise.reduce((sum, value) => sum + value, 0) / frames;
			expect(Math.abs(mean)).toBeLessThan((5 * NOISE_STEPS) / Math.sqrt(frames));
		}
	});

	it("is Gaussian: 31.7, 4.55 and 0.27 % are beyond one, two and three deviations", () => {
		const beyond = (deviations: number) =>
			out.filter((value) => Math.abs(value) > deviations * NOISE_STEPS).length / out.length;
		expect(beyond(1)).toBeCloseTo(0.3173, 2);
		expect(Math.abs(beyond(2) / 0.0455 - 1)).toBeLessThan(0.05);
		expect(Math.abs(beyond(3) / 0.0027 - 1)).toBeLessThan(0.15);
	});

	it("is white, and independent from channel to channel", () => {
		const limit = 5 / Math.sqrt(frames);
		const correlation = (a: number[], b: number[]) => meanProduct(a, b) / NOISE_STEPS ** 2;
		channels.forEach((noise, index) => {
			for (const lag of [1, 2, 3, 80]) {
				expect(Math.abs(correlation(noise.slice(0, -lag), noise.slice(lag)))).toBeLessThan(limit);
			}
			for (const other of channels.slice(index + 1)) {
				expect(Math.abs(correlation(noise, other))).toBeLessThan(limit);
			}
		});
	});

	it("depends on the serial number alone", () => {
		const quiet = terminals(20_000, () => 0);
		const again = numbers(convert(new FrontEnd({ seed: 12345678, ideal: true }), quiet));
		expect(again).toEqual(out.slice(0, again.length));
		const next = channel(numbers(convert(new FrontEnd({ seed: 12345679, ideal: true }), quiet)), 0);
		const mine = channel(again, 0);
		expect(Math.abs(meanProduct(mine, next)) / NOISE_STEPS ** 2).toBeLessThan(
			5 / Math.sqrt(20_000),
		);
	});
});

it("the front end gives the same bytes whatever its blocks", () => {
	const total = 900;
	const samples = Float64Array.from({ length: total * CHANNELS }, (_, at) => 5 * Math.sin(at * at));
	const whole = convert(new FrontEnd({ seed: 7 }), samples);
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 1, max: total })), (cuts) => {
			const frontEnd = new FrontEnd({ seed: 7 });
			const bytes = new Uint8Array(total * 18);
			let from = 0;
			for (const to of [...new Set([...cuts, total])].sort((a, b) => a - b)) {
				frontEnd.convert(samples.subarray(from * CHANNELS), to - from, bytes.subarray(from * 18));
				from = to;
			}
			expect(Buffer.compare(bytes, whole)).toBe(0);
		}),
		{ numRuns: 50 },
	);
});

it("a stuck front end repeats its last frame, and continues afterwards", () => {
	const wave = (from: number): Float64Array =>
		Float64Array.from({ length: 50 * CHANNELS }, (_, at) => 5 * Math.sin(from + at));
	const frontEnd = new FrontEnd({ seed: 7 });
	const last = convert(frontEnd, wave(0)).slice(-18);
	frontEnd.stuck = true;
	for (const from of [300, 600]) {
		const held = convert(frontEnd, wave(from));
		for (let at = 0; at < held.length; at += 18)
			expect(Buffer.compare(held.subarray(at, at + 18), last)).toBe(0);
	}
	frontEnd.stuck = false;
	expect(new Set(numbers(convert(frontEnd, wave(900)))).size).toBeGreaterThan(200);
});
