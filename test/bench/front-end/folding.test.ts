/**
 * Tones inside and above the converters' band, at both frame rates, against a
 * sinc3 filter that runs at a multiple of the rate, as a real converter's does.
 */
import { afterEach, describe, expect, it, vi } from "vitest";
import { parseRecording } from "../../../bench/comtrade/recording.ts";

/** Points of the reference filter per frame; odd, so that its middle is on a point. */
const POINTS = 511;

/** Frames between which the two are compared: after the transient, whole and uneven. */
const FIRST = 30;
const LAST = 90;

/**
 * Frames of a wave through three moving means of one frame each: sinc3.
 * @param wave over time in frames
 */
function sinc3(wave: (frames: number) => number): number[] {
	let points = Array.from({ length: (LAST + 4) * POINTS }, (_, at) => wave(at / POINTS - 2));
	for (let pass = 0; pass < 3; pass++) {
		let sum = 0;
		points = points.map((value, at) => {
			sum += value - (points[at - POINTS] ?? 0);
			return sum / POINTS;
		});
	}
	const middle = 2 * POINTS + (3 * (POINTS - 1)) / 2;
	return Array.from({ length: LAST }, (_, frame) => points[frame * POINTS + middle] as number);
}

/** The bench's modules, all of them at a frame rate. */
async function benchAt(rateHz: number) {
	vi.resetModules();
	vi.doMock("../../../src/sampling.ts", async (original) => ({
		...(await original<object>()),
		FRAME_RATE_HZ: rateHz,
	}));
	const { FrontEnd } = await import("../../../bench/front-end/front-end.ts");
	const { FULL_SCALE_CURRENT } = await import("../../../bench/front-end/full-scale.ts");
	const { DELAY } = await import("../../../bench/front-end/taps.ts");
	const { Mains } = await import("../../../bench/mains/model.ts");
	const { DEFAULT_MAINS } = await import("../../../bench/mains/settings.ts");
	const { patchMains } = await import("../../../bench/mains/validation.ts");
	const { Replay } = await import("../../../bench/comtrade/replay.ts");
	return {
		mains: (patch: object) => new Mains(patchMains(DEFAULT_MAINS, patch)),
		Replay,
		/** Amperes that an ideal front end makes of I1, without its delay. */
		converted(source: { fill(samples: Float64Array, frames: number): void }): number[] {
			const frames = LAST + DELAY;
			const samples = new Float64Array(frames * 6);
			const bytes = Buffer.alloc(frames * 18);
			source.fill(samples, frames);
			new FrontEnd({ seed: 1, ideal: true, inputNoise: 0 }).convert(samples, frames, bytes);
			return Array.from(
				{ length: LAST },
				(_, frame) => (bytes.readIntLE(18 * (frame + DELAY) + 3, 3) * FULL_SCALE_CURRENT) / 2 ** 23,
			);
		},
	};
}

/** Largest difference after the transient. */
function worst(a: readonly number[], b: readonly number[]): number {
	return Math.max(
		...a.slice(FIRST).map((value, at) => Math.abs(value - (b[at + FIRST] as number))),
	);
}

afterEach(() => {
	vi.doUnmock("../../../src/sampling.ts");
	vi.resetModules();
});

describe.each([4000, 8000])("at %d frames/s", (rateHz) => {
	// In the band, at its edge, between it and half the rate, up to six times the rate.
	it.each([5, 25, 29, 31, 37, 39, 41, 43, 67, 79, 81, 97, 123, 159, 201, 301, 477])(
		"harmonic %d of the mains leaves the converter as from sinc3, folded",
		async (order) => {
			const { mains, converted } = await benchAt(rateHz);
			const harmonics = [{ order, currentPercent: 100, currentAngle: 37 }];
			const source = mains({ phases: [{ current: 2, harmonics }] });
			const wave = (frames: number): number => {
				const angle = (2 * Math.PI * 50 * frames) / rateHz;
				return 2 * (Math.sin(angle) + Math.sin(order * angle + (37 * Math.PI) / 180));
			};
			const expected = sinc3(wave);
			expect(worst(converted(source), expected)).toBeLessThan(3e-4);
			// Up to the first zero of sinc3, the fundamental alone is something else.
			const alone = sinc3((frames) => 2 * Math.sin((2 * Math.PI * 50 * frames) / rateHz));
			if (order * 50 < 0.9 * rateHz) expect(worst(alone, expected)).toBeGreaterThan(1e-3);
		},
	);

	it("a recorded waveform does so with all of its band", async () => {
		const { Replay, converted } = await benchAt(rateHz);
		const [recordedHz, length] = [51_200, 10_240];
		// Steep edges: harmonics far above the rate.
		const orders = Array.from({ length: 200 }, (_, k) => 2 * k + 1);
		const wave = (time: number): number =>
			orders.reduce((sum, n) => {
				const angle = 2 * Math.PI * 50 * n * (time - 0.1e-3);
				return sum + Math.sin(angle + n) / n;
			}, 0);
		const cfg = [
			"made,by hand,2013",
			"6,6A,0D",
			...[1, 2, 3].map((n) => `${n},U${n},,,V,1,0,0,-1e9,1e9,1,1,S`),
			...[4, 5, 6].map((n) => `${n},I${n},,,A,1,0,0,-1e9,1e9,1,1,S`),
			...["50", "1", `${recordedHz},${length}`],
			...["01/01/2020,00:00:00.000000", "01/01/2020,00:00:00.000000", "FLOAT32"],
		].join("\n");
		const data = Buffer.alloc(length * 32);
		for (let n = 0; n < length; n++) {
			for (const phase of [0, 1, 2]) {
				const turns = (50 * n) / recordedHz - phase / 3;
				data.writeFloatLE(300 * Math.cos(2 * Math.PI * turns), n * 32 + 8 + 4 * phase);
				data.writeFloatLE(wave(n / recordedHz), n * 32 + 20 + 4 * phase);
			}
		}
		const replay = new Replay(parseRecording(Buffer.from(cfg), "x.cfg", data, "x.dat"), {
			channels: { voltages: [1, 2, 3], currents: [4, 5, 6] },
		});
		expect(
			worst(
				converted(replay),
				sinc3((frames) => wave(frames / rateHz)),
			),
		).toBeLessThan(3e-4);
		const exact = Math.sqrt(orders.reduce((sum, n) => sum + 0.5 / n ** 2, 0));
		expect(replay.phases[0].current).toBeCloseTo(exact, 5);
	});
});
