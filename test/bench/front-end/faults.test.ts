/** Measures the faults at the front end's output and compares them with the figures drawn. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CT_CLASSES } from "../../../bench/front-end/current-transformer.ts";
import { ALL_FAULTS, DEFAULT_FRONT_END, faultsOf } from "../../../bench/front-end/faults.ts";
import { FrontEnd, type FrontEndOptions } from "../../../bench/front-end/front-end.ts";
import { FULL_SCALE_CURRENT } from "../../../bench/front-end/full-scale.ts";
import { tolerances } from "../../../bench/front-end/tolerances.ts";
import { Mains } from "../../../bench/mains/model.ts";
import { patchMains } from "../../../bench/mains/validation.ts";
import { CHANNELS, FRAME_RATE_HZ } from "../../../src/sampling.ts";
import { channel, tone, wrapped } from "../mains/measure.ts";

const SEED = 12345678;
const STEPS_PER_AMPERE = 2 ** 23 / FULL_SCALE_CURRENT;

/** Samples of the last second of `seconds`, after a front end with these faults. */
function lastSecond(
	options: Partial<FrontEndOptions>,
	seconds: number,
	/** RMS of V1 I1 V2 I2 V3 I3 at 50 Hz. */
	rms: readonly number[],
): number[][] {
	const frontEnd = new FrontEnd({ seed: SEED, inputNoise: 0, ...options });
	const samples = Float64Array.from(
		{ length: CHANNELS * FRAME_RATE_HZ },
		(_, at) =>
			Math.SQRT2 *
			rms[at % CHANNELS] *
			Math.sin((2 * Math.PI * 50 * Math.floor(at / CHANNELS)) / FRAME_RATE_HZ),
	);
	const bytes = Buffer.alloc(18 * FRAME_RATE_HZ);
	for (let second = 0; second < seconds; second++) frontEnd.convert(samples, FRAME_RATE_HZ, bytes);
	const all = Array.from({ length: CHANNELS * FRAME_RATE_HZ }, (_, at) =>
		bytes.readIntLE(3 * at, 3),
	);
	return [0, 1, 2, 3, 4, 5].map((index) => channel(all, index));
}

/** Relative gain and degrees of lead of the three currents, against those of ideal transformers. */
function transformers(ctClass: (typeof CT_CLASSES)[number], amperes: number) {
	const rms = [0, amperes, 0, amperes, 0, amperes];
	const real = lastSecond({ faults: { ctClass } }, 5, rms);
	const ideal = lastSecond({ faults: { ctClass: "ideal" } }, 5, rms);
	return [1, 3, 5].map((index) => {
		const [a, b] = [tone(real[index], 50), tone(ideal[index], 50)];
		return { ratio: a.rms / b.rms - 1, lead: wrapped(a.angle - b.angle) };
	});
}

describe("a current transformer", () => {
	const drawn = tolerances(SEED).phases.map(({ current }) => current);

	it.each([
		["ordinary", 0.01, 1],
		["ordinary", 0.05, 0.6],
		["ordinary", 1, 0],
		["ordinary", 5, -0.12],
		["good", 0.01, 1],
		["good", 0.0224, 0.8],
	] as const)("of the class %s has at %d A its error, %d of that at 10 mA", (ctClass, a, part) => {
		const [ratio, minutes] = ctClass === "ordinary" ? [-0.003, 15] : [-0.001, 5];
		transformers(ctClass, a).forEach((measured, phase) => {
			expect(drawn[phase].ratioShare).toBeGreaterThanOrEqual(0.5);
			expect(drawn[phase].leadShare).toBeLessThanOrEqual(1);
			const wanted = part * ratio * drawn[phase].ratioShare;
			expect(Math.abs(measured.ratio - wanted)).toBeLessThan(4e-5);
			const lead = (part * minutes * drawn[phase].leadShare) / 60;
			expect(Math.abs(measured.lead - lead)).toBeLessThan(3e-3);
		});
	});

	it("keeps its error below 1 mA and above 5 A, and without current", () => {
		const [least] = transformers("ordinary", 0.0005);
		expect(least.ratio / (-0.003 * drawn[0].ratioShare)).toBeCloseTo(1.15, 0);
		const still = lastSecond({ faults: { ctClass: "ordinary" } }, 2, [0, 0, 0, 0, 0, 0]);
		expect(new Set(still[1]).size).toBe(1);
	});

	it("follows a step of the current within half a second", () => {
		const frontEnd = new FrontEnd({ seed: SEED, inputNoise: 0, faults: { ctClass: "ordinary" } });
		const cycle = FRAME_RATE_HZ / 50;
		const bytes = Buffer.alloc(18 * cycle);
		const gainAt = (amperes: number): number => {
			const samples = Float64Array.from({ length: CHANNELS * cycle }, (_, at) =>
				at % 2 === 0
					? 0
					: Math.SQRT2 * amperes * Math.sin((2 * Math.PI * Math.floor(at / 6)) / cycle),
			);
			frontEnd.convert(samples, cycle, bytes);
			const wave = Array.from({ length: cycle }, (_, at) => bytes.readIntLE(18 * at + 3, 3));
			return tone(wave, 50).rms / amperes / STEPS_PER_AMPERE;
		};
		const settled = (amperes: number): number => {
			let gain = 0;
			for (let cycles = 0; cycles < 100; cycles++) gain = gainAt(amperes);
			return gain;
		};
		const [small, large] = [settled(0.05), settled(1)];
		expect(large / small - 1).toBeGreaterThan(0.0006);
		const first = [1, 2, 3].map(() => gainAt(0.05))[2];
		expect(first / small - 1).toBeGreaterThan(0.0004);
		for (let cycles = 3; cycles < 60; cycles++) gainAt(0.05);
		expect(Math.abs(gainAt(0.05) / small - 1)).toBeLessThan(1e-4);
	});

	it("picks up the other phases' currents at up to −74 dB, and no voltage", () => {
		const faults = { ctCoupling: true };
		const [v1, i1, , i2, , i3] = lastSecond({ faults }, 5, [0, 5, 0, 0, 0, 0]);
		const alone = tone(i1, 50).rms;
		const { phases } = tolerances(SEED);
		[i2, i3].forEach((values, at) => {
			const { coupling, gain } = phases[at + 1].current;
			const wanted = (Math.abs(coupling[0]) * gain) / phases[0].current.gain;
			expect(Math.abs(coupling[0])).toBeLessThan(2e-4);
			expect(Math.abs(tone(values, 50).rms / alone - wanted)).toBeLessThan(2e-6);
		});
		expect(Math.max(...phases.flatMap(({ current }) => current.coupling))).toBeGreaterThan(1e-4);
		expect(phases.map(({ current }, own) => current.coupling[own])).toEqual([0, 0, 0]);
		expect(tone(v1, 50).rms).toBeLessThan(1e-5 * alone);
	});
});

describe("1/f noise", () => {
	const { voltage } = tolerances(SEED).phases[0];
	const seconds = 60;
	const whites: number[] = [];
	const pinks: number[] = [];
	const silence = new Float64Array(CHANNELS * FRAME_RATE_HZ);
	const bytes = Buffer.alloc(18 * FRAME_RATE_HZ);
	for (const [flickerNoise, out] of [
		[false, whites],
		[true, pinks],
	] as const) {
		const frontEnd = new FrontEnd({ seed: SEED, faults: { flickerNoise } });
		for (let second = 0; second < seconds; second++) {
			frontEnd.convert(silence, FRAME_RATE_HZ, bytes);
			for (let at = 0; at < bytes.length; at += 18) out.push(bytes.readIntLE(at, 3));
		}
	}

	/** Mean power in a band, of segments of `length` frames. */
	function power(values: readonly number[], hertz: readonly number[], length: number): number {
		let sum = 0;
		for (let from = 0; from + length <= values.length; from += length) {
			const segment = values.slice(from, from + length);
			const mean = segment.reduce((total, value) => total + value, 0) / length;
			const flat = segment.map((value) => value - mean);
			for (const frequency of hertz) sum += tone(flat, frequency).rms ** 2;
		}
		return sum;
	}

	// The filter is within 1.5 dB; the rest is chance.
	it("adds corner/f to the density of the white noise, within 2 dB", () => {
		const second = FRAME_RATE_HZ;
		expect(voltage.noiseCorner).toBeGreaterThan(10);
		expect(voltage.noiseCorner).toBeLessThan(100);
		for (const [low, high] of [
			[3, 6],
			[8, 16],
			[30, 60],
			[150, 300],
			[1000, 1040],
		] as const) {
			const hertz = Array.from({ length: high - low }, (_, k) => low + k);
			const ratio = power(pinks, hertz, second) / power(whites, hertz, second);
			const wanted = 1 + voltage.noiseCorner / Math.sqrt(low * high);
			const decibels = 10 * Math.log10(ratio / wanted);
			expect(Math.abs(decibels)).toBeLessThan(2);
		}
	});
});

describe("the crystal", () => {
	/** Distances from the nominal frame rate in ppm: the three tell the parabola. */
	function parabola(seed: number) {
		const frontEnd = new FrontEnd({ seed, faults: { crystal: true } });
		const [cold = 0, room = 0, hot = 0] = [-25, 25, 75].map((temperature) => {
			frontEnd.temperature = temperature;
			return (frontEnd.framesPerSecond / FRAME_RATE_HZ - 1) * 1e6;
		});
		const curvature = (hot + cold - 2 * room) / (2 * 50 ** 2);
		const slope = (hot - cold) / 100;
		const distance = -slope / (2 * curvature);
		return { curvature, turning: 25 + distance, error: room - curvature * distance ** 2 };
	}

	it("is off by up to 50 ppm at 20 to 30 °C, and slower on both sides of it", () => {
		const all = Array.from({ length: 1000 }, (_, seed) => parabola(seed));
		for (const [name, least, most] of [
			["error", -50, 50],
			["turning", 20, 30],
			["curvature", -0.04, -0.028],
		] as const) {
			const values = all.map((each) => each[name]);
			const margin = (most - least) / 50;
			expect(Math.min(...values), name).toBeGreaterThan(least - 1e-6);
			expect(Math.min(...values), name).toBeLessThan(least + margin);
			expect(Math.max(...values), name).toBeLessThan(most + 1e-6);
			expect(Math.max(...values), name).toBeGreaterThan(most - margin);
		}
		expect(new FrontEnd({ seed: 1, temperature: 60 }).framesPerSecond).toBe(FRAME_RATE_HZ);
	});

	it("paces the frames: the mains' frequency and energies are those of true time", () => {
		const mains = new Mains(patchMains(new Mains().settings, { frequency: 51.3 }));
		const block = new Float64Array(CHANNELS * FRAME_RATE_HZ);
		mains.fill(block, FRAME_RATE_HZ);
		mains.framesPerSecond = FRAME_RATE_HZ * 1.001;
		mains.fill(block, FRAME_RATE_HZ);
		// The phase continues, and the same frames now last a thousandth less.
		const turns = 51.3 + (51.3 * 2000) / (FRAME_RATE_HZ * 1.001);
		expect(block[2000 * CHANNELS]).toBeCloseTo(230 * Math.SQRT2 * Math.sin(2 * Math.PI * turns), 6);
		expect(mains.energies[0].forwardActive).toBeCloseTo((230 / 3600) * (1 + 1 / 1.001), 12);
		expect(mains.frequency).toBe(51.3);
	});
});

describe("faults", () => {
	it("are all there in a meter's hardware by default, and none in a linear one", () => {
		expect(faultsOf(DEFAULT_FRONT_END)).toEqual({
			ctClass: "good",
			ctCoupling: true,
			flickerNoise: true,
			crystal: true,
			station: true,
		});
		expect(faultsOf("linear")).toEqual({
			ctClass: "ideal",
			ctCoupling: false,
			flickerNoise: false,
			crystal: false,
			station: false,
		});
	});

	it("leave the samples independent of the blocks", () => {
		const total = 700;
		const samples = Float64Array.from({ length: total * CHANNELS }, (_, at) =>
			at < 1800 ? 0.02 * Math.sin(at * at) : 5 * Math.sin(at * at),
		);
		const convert = (sizes: readonly number[]): Buffer => {
			const frontEnd = new FrontEnd({ seed: 7, temperature: 40, faults: ALL_FAULTS });
			const bytes = Buffer.alloc(total * 18);
			let from = 0;
			for (const size of sizes) {
				const count = Math.min(size, total - from);
				frontEnd.convert(samples.subarray(from * CHANNELS), count, bytes.subarray(from * 18));
				from += count;
			}
			return bytes;
		};
		const whole = convert([total]);
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 1, max: 300 })), (sizes) => {
				expect(convert([...sizes, total]).equals(whole)).toBe(true);
			}),
			{ numRuns: 40 },
		);
	});

	it("include an offset that drifts by up to 1 µV/K", () => {
		const { voltage } = tolerances(SEED).phases[0];
		const [hot] = lastSecond({ temperature: 63 }, 1, [0, 0, 0, 0, 0, 0]);
		const volts = voltage.offset + 40 * voltage.offsetDrift;
		expect(Math.abs(voltage.offsetDrift)).toBeLessThan(1e-6);
		expect(hot[0]).toBe(Math.round((volts * 2 ** 23) / 1.2));
	});
});
