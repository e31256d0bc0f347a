import { describe, expect, it } from "vitest";
import { ComtradeError } from "../../../bench/comtrade/error.ts";
import { openReplay } from "../../../bench/comtrade/files.ts";
import type { Channels } from "../../../bench/comtrade/options.ts";
import type { Replay } from "../../../bench/comtrade/replay.ts";
import { FRAME_RATE_HZ } from "../../../src/sampling.ts";
import { errorOf, type PhaseReference, references, SCALES, waveform } from "./waveforms.ts";

/** Permitted relative difference from truth.json. */
const TOLERANCE = 1e-3;

const PHASES = ["A", "B", "C"] as const;

function channelsOf(phases: Record<(typeof PHASES)[number], PhaseReference>): Channels {
	const number = (label: string) => Number.parseInt(label, 10);
	const { A, B, C } = phases;
	return {
		voltages: [number(A.v_channel), number(B.v_channel), number(C.v_channel)],
		currents: [number(A.i_channel), number(B.i_channel), number(C.i_channel)],
	};
}

function close(actual: number, expected: number, tolerance = TOLERANCE): void {
	expect(Math.abs(actual / expected - 1)).toBeLessThan(tolerance);
}

/**
 * Current and active power of a phase without the recorder's direct current, which transformers do
 * not pass.
 */
function alternating({ I_rms, I_dc, P, V_dc }: PhaseReference): {
	current: number;
	activePower: number;
} {
	return { current: Math.sqrt(I_rms ** 2 - I_dc ** 2), activePower: P - V_dc * I_dc };
}

/** Frames of ten seconds: enough cycles for a fraction of one not to matter. */
function play(replay: Replay, frames = 10 * FRAME_RATE_HZ): Float64Array {
	const samples = new Float64Array(frames * 6);
	replay.fill(samples, frames);
	return samples;
}

/** Mean product of two channels of the frames played. */
function meanProduct(samples: Float64Array, a: number, b: number): number {
	let sum = 0;
	for (let at = 0; at < samples.length; at += 6)
		sum += Number(samples[at + a]) * Number(samples[at + b]);
	return sum / (samples.length / 6);
}

const CASES = references().map((reference) => {
	const scale = SCALES[reference.recording];
	if (scale === undefined) throw new Error(`no scale for ${reference.recording}`);
	const open = () =>
		openReplay({
			file: waveform(`${reference.recording}.cfg`),
			channels: channelsOf(reference.phases),
			scale,
			segment: { from: reference.start, to: reference.end_exclusive },
		});
	return { ...reference, scale, open };
});

describe.each(CASES)("$recording, $name", ({ phases, cycles, f_Hz, scale, open }) => {
	it("has the truth of truth.json", () => {
		const replay = open();
		expect(Math.abs(replay.frequency - f_Hz)).toBeLessThan(0.001);
		PHASES.forEach((name, index) => {
			const [truth, reference] = [replay.phases[index], phases[name]];
			if (truth === undefined) throw new Error("no phase");
			close(truth.voltage, reference.V_rms * scale.voltage);
			const { current, activePower } = alternating(reference);
			close(truth.current, current * scale.current);
			close(truth.activePower, activePower * scale.voltage * scale.current);
			close(truth.reactivePower, reference.Q1 * scale.voltage * scale.current);
			close(
				truth.apparentPower,
				reference.V_rms * current * scale.voltage * scale.current,
				2 * TOLERANCE,
			);
			expect(truth.powerFactor).toBeCloseTo(Math.abs(activePower) / (reference.V_rms * current), 3);
		});
	});

	it("plays the RMS values and powers of truth.json", () => {
		const samples = play(open());
		PHASES.forEach((name, index) => {
			const [v, i, reference] = [2 * index, 2 * index + 1, phases[name]];
			close(Math.sqrt(meanProduct(samples, v, v)), reference.V_rms * scale.voltage);
			const { current, activePower } = alternating(reference);
			close(Math.sqrt(meanProduct(samples, i, i)), current * scale.current);
			close(meanProduct(samples, v, i), activePower * scale.voltage * scale.current);
		});
	});

	it("has the line voltages of the frames played", () => {
		const replay = open();
		const samples = play(replay);
		const squares = (v: number) => meanProduct(samples, v, v);
		[
			[0, 2],
			[0, 4],
			[2, 4],
		].forEach(([a = 0, b = 0], index) => {
			const played = Math.sqrt(squares(a) + squares(b) - 2 * meanProduct(samples, a, b));
			close(played, Number(replay.lineVoltages[index]));
		});
	});

	it("has no larger step at the start of the loop than the mains itself", () => {
		const samples = play(open(), 2 * FRAME_RATE_HZ);
		const loop = (FRAME_RATE_HZ * Math.round(cycles)) / f_Hz;
		PHASES.forEach((name, index) => {
			const sine =
				2 *
				Math.SQRT2 *
				phases[name].V_rms *
				scale.voltage *
				Math.sin((Math.PI * f_Hz) / FRAME_RATE_HZ);
			for (let seam = loop; seam < 2 * FRAME_RATE_HZ - 10; seam += loop) {
				for (let frame = Math.floor(seam) - 4; frame < seam + 4; frame++) {
					const step =
						Number(samples[6 * frame + 2 * index]) - Number(samples[6 * frame - 6 + 2 * index]);
					expect(Math.abs(step)).toBeLessThan(1.15 * sine);
				}
			}
		});
	});
});

const YGZ = waveform("substation-50hz.cfg");
const YGZ_CHANNELS: Channels = { voltages: [1, 2, 3], currents: [45, 46, 47] };

describe("a replay", () => {
	const steady = { file: YGZ, channels: YGZ_CHANNELS, segment: { from: 0, to: 640 } };

	it("counts energies as power times the time of the frames filled, by direction", () => {
		const export_ = openReplay({
			...steady,
			channels: { voltages: [9, 10, 11], currents: [49, 50, 51] },
		});
		expect(export_.energies[0]).toEqual({
			forwardActive: 0,
			reverseActive: 0,
			forwardReactive: 0,
			reverseReactive: 0,
		});
		const samples = new Float64Array(6 * 200);
		for (let left = 36 * FRAME_RATE_HZ; left > 0; left -= 200) export_.fill(samples, 200);
		// 36 s are a hundredth of an hour.
		const references05 = CASES.find(({ name }) => name === "exporting line");
		close(export_.energies[0].reverseActive, -Number(references05?.phases.A.P) / 100);
		expect(export_.energies[0].forwardActive).toBe(0);
		close(export_.energies[0].reverseReactive, -Number(references05?.phases.A.Q1) / 100);
		close(export_.energies[2].forwardReactive, Number(references05?.phases.C.Q1) / 100);
		expect(export_.energies[2].reverseReactive).toBe(0);
		const powers = ["A", "B", "C"].map((phase) =>
			Number(references05?.phases[phase as "A" | "B" | "C"].P),
		);
		expect(powers.every((power) => power < 0)).toBe(true);
		for (const total of [export_.total.reverseActive, export_.total.netReverseActive])
			close(total, -powers.reduce((sum, power) => sum + power) / 100);
		expect([export_.total.forwardActive, export_.total.netForwardActive]).toEqual([0, 0]);
	});

	it("gives the same frames in blocks of any length", () => {
		const whole = play(openReplay(steady), 1000);
		const replay = openReplay(steady);
		const parts: number[] = [];
		for (const frames of [1, 199, 7, 200, 200, 200, 193]) parts.push(...play(replay, frames));
		expect(parts).toEqual([...whole]);
	});

	it("plays in true time, whatever the meter's crystal does, and continues without a jump", () => {
		const replay = openReplay(steady);
		const before = play(replay, FRAME_RATE_HZ + 1);
		const frequency = replay.frequency;
		// A crystal 1 % fast: a true second later the loop of whole cycles has moved on by a second.
		replay.framesPerSecond = 1.01 * FRAME_RATE_HZ;
		const after = play(replay, 1.01 * FRAME_RATE_HZ);
		const turns = (samples: Float64Array, rate: number): number => {
			const rises: number[] = [];
			for (let n = 1; n < samples.length / 6; n++) {
				const [from, to] = [Number(samples[6 * n - 6]), Number(samples[6 * n])];
				if (from < 0 && to >= 0) rises.push((n - to / (to - from)) / rate);
			}
			return (rises.length - 1) / (Number(rises.at(-1)) - Number(rises[0]));
		};
		expect(turns(before, FRAME_RATE_HZ)).toBeCloseTo(frequency, 2);
		expect(turns(after, 1.01 * FRAME_RATE_HZ)).toBeCloseTo(frequency, 2);
		expect(replay.frequency).toBe(frequency);
		// Within the step that a frame makes at most, 2 pi f / rate of the amplitude.
		const step = Math.abs(Number(after[0]) - Number(before.at(-6)));
		expect(step).toBeLessThan((2 * Math.PI * 50 * 59.94 * Math.SQRT2 * 1.1) / FRAME_RATE_HZ);
	});

	it("starts with the segment's first samples, on the recording's time base", () => {
		// At 3200 samples/s every fourth sample falls on every fifth frame.
		const reference = CASES.find(({ name }) => name === "importing line");
		const samples = play(openReplay(steady), 1);
		close(Number(samples[0]), Number(reference?.phases.A.first3_v[0]), 0.02);
		close(Number(samples[2]), Number(reference?.phases.B.first3_v[0]), 0.02);
	});

	it("plays the first section if no segment is given", () => {
		const byDefault = openReplay({
			file: YGZ,
			channels: YGZ_CHANNELS,
			scale: { voltage: 1, current: 0.1 },
		});
		const first = openReplay({
			file: YGZ,
			channels: YGZ_CHANNELS,
			scale: { voltage: 1, current: 0.1 },
			segment: { from: 0, to: 1280 },
		});
		expect(byDefault.phases).toEqual(first.phases);
	});

	it("plays values of the secondary side as they are although the file has ratios", () => {
		expect(openReplay(steady).phases[0].voltage).toBeCloseTo(59.94, 1);
	});
});

describe("an impossible selection gives one line of error", () => {
	const KEATING = waveform("building-60hz.cfg");
	const channels: Channels = { voltages: [5, 6, 7], currents: [1, 2, 3] };
	const scale = { voltage: 1, current: 0.025 };

	it.each([
		[
			"an unknown channel",
			KEATING,
			{ channels: { ...channels, currents: [1, 2, 9] }, scale },
			"no analog channel 9",
		],
		[
			"a current as a voltage",
			KEATING,
			{ channels: { ...channels, voltages: [5, 6, 1] }, scale },
			"channel 1 is in ampere, not a voltage",
		],
		[
			"no scale",
			KEATING,
			{ channels },
			/channel 1 reaches 189\.8 A at the meter's terminals, which take 30 A/,
		],
		[
			"a segment beyond the end",
			KEATING,
			{ channels, scale, segment: { from: 0, to: 2049 } },
			"samples 0:2049: there are only 2048",
		],
		[
			"less than a cycle",
			KEATING,
			{ channels, scale, segment: { from: 100, to: 500 } },
			"samples 100:500: less than one cycle",
		],
		[
			"a segment across sections",
			YGZ,
			{ channels: YGZ_CHANNELS, segment: { from: 1000, to: 1300 } },
			"samples 1000:1300: the sampling rate's section ends at 1280, sections are not joined",
		],
		[
			"a slow section",
			YGZ,
			{ channels: YGZ_CHANNELS, segment: { from: 1280, to: 1325 } },
			"samples 1280:1325: 50 Hz is too slow a sampling rate",
		],
	] as const)("%s", (_, file, options, message) => {
		const error = errorOf(() => openReplay({ file, ...options }));
		expect(error).toBeInstanceOf(ComtradeError);
		expect((error as Error).message.startsWith(`${file}: `)).toBe(true);
		expect((error as Error).message).not.toContain("\n");
		expect((error as Error).message.slice(file.length + 2)).toMatch(message);
	});
});
