import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Mains } from "../../../bench/mains/model.ts";
import { patchMains } from "../../../bench/mains/validation.ts";
import { CHANNELS, FRAME_RATE_HZ } from "../../../src/sampling.ts";
import { channel, eachPhase, mainsWith, meanProduct, rms, tone, wrapped } from "./measure.ts";

/** The next frames of the mains, in one piece. */
function frames(mains: Mains, count: number): Float64Array {
	const samples = new Float64Array(count * CHANNELS);
	mains.fill(samples, count);
	return samples;
}

/** One second: whole cycles of any whole number of hertz. */
function second(patch: object): number[][] {
	const samples = frames(mainsWith(patch), FRAME_RATE_HZ);
	return [0, 1, 2, 3, 4, 5].map((index) => channel(samples, index));
}

describe("the mains model on sinusoids", () => {
	it("gives 230 V, 1 A, 120° apart, L1 rising through zero at frame 0", () => {
		const [v1, i1, v2, i2, v3, i3] = second({});
		for (const voltage of [v1, v2, v3]) expect(tone(voltage, 50).rms).toBeCloseTo(230, 9);
		for (const current of [i1, i2, i3]) expect(tone(current, 50).rms).toBeCloseTo(1, 9);
		expect(tone(v1, 50).angle).toBeCloseTo(0, 9);
		expect(tone(v2, 50).angle).toBeCloseTo(-120, 9);
		expect(tone(v3, 50).angle).toBeCloseTo(120, 9);
	});

	it("contains only the tone", () => {
		const [v1] = second({ frequency: 53 });
		expect(rms(v1)).toBeCloseTo(230, 9);
		expect(tone(v1, 53).rms).toBeCloseTo(230, 9);
	});

	it("exchanges L2 and L3 with their currents in sequence 132", () => {
		const [, , v2, i2, v3, i3] = second({ sequence: "132", ...eachPhase({ angle: 30 }) });
		expect(tone(v2, 50).angle).toBeCloseTo(120, 9);
		expect(tone(v3, 50).angle).toBeCloseTo(-120, 9);
		expect(tone(i2, 50).angle).toBeCloseTo(90, 9);
		expect(tone(i3, 50).angle).toBeCloseTo(-150, 9);
	});

	it("lets the current lag by the angle of its phase", () => {
		const [v1, i1, v2, i2, v3, i3] = second({
			phases: [{ angle: 60 }, { angle: -37 }, { angle: 180 }],
		});
		const lag = (v: number[], i: number[]) => wrapped(tone(v, 50).angle - tone(i, 50).angle);
		expect(lag(v1, i1)).toBeCloseTo(60, 9);
		expect(lag(v2, i2)).toBeCloseTo(-37, 9);
		expect(Math.abs(lag(v3, i3))).toBeCloseTo(180, 9);
	});

	it("keeps each phase's own amplitude", () => {
		const measured = second({
			phases: [
				{ voltage: 100, current: 7.4 },
				{ voltage: 0, current: 0 },
				{ voltage: 480, current: 0.002 },
			],
		}).map(rms);
		[100, 7.4, 0, 0, 480, 0.002].forEach((value, index) => {
			expect(measured[index]).toBeCloseTo(value, 9);
		});
	});

	it.each([40, 45, 50, 60, 65, 70])("runs at %d Hz", (frequency) => {
		const [v1] = second({ frequency });
		expect(tone(v1, frequency).rms).toBeCloseTo(230, 9);
	});

	it.each([
		// All make whole cycles in an hour. A double holds 50 and 49.9375 exactly, 49.97 to 1e-16 of
		// itself. Rotation alone would be out by 1e-7 V at 49.9375 Hz; at 50 Hz it repeats itself and
		// stays right.
		[50, 10],
		[49.9375, 10],
		[49.97, 6],
	])("has not drifted after an hour at %d Hz", (frequency, digits) => {
		const mains = mainsWith({ frequency });
		const block = new Float64Array(FRAME_RATE_HZ * CHANNELS);
		for (let run = 0; run < 3600; run++) mains.fill(block, FRAME_RATE_HZ);
		const v1 = channel(frames(mains, 26), 0);
		const turns = (frequency * 25) / FRAME_RATE_HZ;
		expect(v1[0]).toBeCloseTo(0, digits);
		expect(v1[25]).toBeCloseTo(230 * Math.SQRT2 * Math.sin(2 * Math.PI * turns), digits);
	});
});

describe("changes of the mains", () => {
	it("continue from the present phase, at the next frame", () => {
		const mains = mainsWith({ frequency: 47.3 });
		frames(mains, 1000);
		mains.apply(patchMains(mains.settings, { frequency: 61.7 }));
		frames(mains, 777);
		mains.apply(patchMains(mains.settings, { phases: [{ voltage: 115 }] }));
		const v1 = channel(frames(mains, 200), 0);
		const turns = (47.3 * 1000 + 61.7 * 777) / FRAME_RATE_HZ;
		for (const frame of [0, 1, 199]) {
			const angle = 2 * Math.PI * (turns + (61.7 * frame) / FRAME_RATE_HZ);
			expect(v1[frame]).toBeCloseTo(115 * Math.SQRT2 * Math.sin(angle), 8);
		}
	});

	it("never let a voltage jump further than its slope when only the frequency changes", () => {
		const mains = mainsWith({ frequency: 40 });
		const values: number[] = [];
		for (const frequency of [70, 40.1, 55.5, 63, 50]) {
			values.push(...channel(frames(mains, 333), 2));
			mains.apply(patchMains(mains.settings, { frequency }));
		}
		const steepest = 230 * Math.SQRT2 * ((2 * Math.PI * 70) / FRAME_RATE_HZ);
		const steps = values.slice(1).map((value, index) => Math.abs(value - values[index]));
		expect(Math.max(...steps)).toBeLessThanOrEqual(steepest);
	});

	it("give the same samples to the last bit, whatever the calls of fill", () => {
		const total = 700;
		const harmonics = [{ order: 5, voltagePercent: 10, currentPercent: 40, currentAngle: 13 }];
		const changes = [
			{ at: 101, patch: { frequency: 51.3 } },
			{ at: 300, patch: { phases: [null, { harmonics, angle: 77 }] } },
			{ at: 448, patch: { sequence: "132" } },
		];
		const record = (cuts: readonly number[]): Float64Array => {
			const mains = mainsWith({ frequency: 49.9 });
			const samples = new Float64Array(total * CHANNELS);
			const stops = [...new Set([...cuts, ...changes.map(({ at }) => at), total])].sort(
				(a, b) => a - b,
			);
			let from = 0;
			for (const to of stops) {
				mains.fill(samples.subarray(from * CHANNELS), to - from);
				from = to;
				const change = changes.find(({ at }) => at === to);
				if (change) mains.apply(patchMains(mains.settings, change.patch));
			}
			return samples;
		};
		const whole = record([]);
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 1, max: total })), (cuts) => {
				expect(record(cuts)).toEqual(whole);
			}),
			{ numRuns: 50 },
		);
	});

	it("refuses a buffer that is too short, and does not move on", () => {
		const mains = new Mains();
		expect(() => mains.fill(new Float64Array(59), 10)).toThrow("10 frames need 60 samples, not 59");
		expect(frames(mains, 1)[0]).toBe(0);
	});
});

describe("harmonics of the mains", () => {
	const harmonics = [
		{ order: 3, voltagePercent: 5, currentPercent: 30, voltageAngle: 20, currentAngle: -50 },
		{ order: 5, voltagePercent: 10, currentPercent: 40, voltageAngle: 0, currentAngle: 0 },
	];

	it("leave the total RMS as set, with percentages of the fundamental", () => {
		const [v1, i1] = second(eachPhase({ current: 5, harmonics }));
		expect(rms(v1)).toBeCloseTo(230, 9);
		expect(rms(i1)).toBeCloseTo(5, 9);
		expect(tone(v1, 250).rms / tone(v1, 50).rms).toBeCloseTo(0.1, 9);
		expect(tone(i1, 150).rms / tone(i1, 50).rms).toBeCloseTo(0.3, 9);
	});

	it("have their angle at the zero crossing of their own fundamental, in every phase", () => {
		const signals = second(eachPhase({ angle: 25, harmonics }));
		for (const index of [0, 2, 4]) {
			for (const [signal, third] of [
				[signals[index], 20],
				[signals[index + 1], -50],
			] as const) {
				const start = tone(signal, 50).angle;
				expect(wrapped(tone(signal, 150).angle - 3 * start)).toBeCloseTo(third, 7);
				expect(wrapped(tone(signal, 250).angle - 5 * start)).toBeCloseTo(0, 7);
			}
		}
	});

	it("are complete up to three eighths of the frame rate", () => {
		const order = Math.floor((0.375 * FRAME_RATE_HZ) / 49);
		const [v1] = second({
			frequency: 49,
			...eachPhase({ harmonics: [{ order, voltagePercent: 50 }] }),
		});
		expect(tone(v1, 49 * order).rms / tone(v1, 49).rms).toBeCloseTo(0.5, 9);
	});

	it("count in the truth as in the samples: power with them, reactive power without", () => {
		const patch = eachPhase({ current: 5, angle: 40, harmonics });
		const signals = second(patch);
		mainsWith(patch).phases.forEach((truth, phase) => {
			const v = signals[2 * phase];
			const i = signals[2 * phase + 1];
			const [v50, i50] = [tone(v, 50), tone(i, 50)];
			const lag = ((v50.angle - i50.angle) * Math.PI) / 180;
			expect(truth.activePower).toBeCloseTo(meanProduct(v, i), 7);
			expect(truth.reactivePower).toBeCloseTo(v50.rms * i50.rms * Math.sin(lag), 7);
			expect(truth.powerFactor).toBeCloseTo(meanProduct(v, i) / (rms(v) * rms(i)), 9);
		});
	});
});
