/**
 * Signals of known truth at the six channels: sums of tones of any frequency, and voltages that
 * leave their size for a while.
 */
import { CHANNELS } from "../../../src/sampling.ts";

/** RMS and angle of a tone at a channel; it is √2·(re·cos ωt − im·sin ωt). */
export interface Phasor {
	readonly re: number;
	readonly im: number;
}

/** A tone, with its phasors at V1 I1 V2 I2 V3 I3 in V and A. */
export interface Tone {
	readonly hertz: number;
	readonly channels: readonly Phasor[];
}

/** From one instant to another, in s since the signal's start, some voltages have another size. */
export interface Step {
	readonly from: number;
	readonly to: number;
	/** Of their size before and after it. */
	readonly factor: number;
	/** By phase. */
	readonly phases: readonly boolean[];
}

/** A phasor of this RMS, which is at `degrees` at the start. */
export function phasor(rms: number, degrees: number): Phasor {
	const radians = (degrees * Math.PI) / 180;
	return { re: rms * Math.cos(radians), im: rms * Math.sin(radians) };
}

export function times({ re, im }: Phasor, factor: number): Phasor {
	return { re: factor * re, im: factor * im };
}

/** A signal that is played from its start. */
export class Signal {
	readonly tones: readonly Tone[];
	/** The step to come, or the one that was. */
	step: Step | undefined;
	/** s since the start, at the next frame. */
	seconds = 0;
	/** Cosine and sine of each tone at the next frame. */
	readonly #turns: { cosine: number; sine: number }[];

	constructor(tones: readonly Tone[]) {
		this.tones = tones;
		this.#turns = tones.map(() => ({ cosine: 1, sine: 0 }));
	}

	/** Writes the next frames: V1 I1 V2 I2 V3 I3 each. */
	fill(samples: Float64Array, frames: number, framesPerSecond: number): void {
		samples.fill(0, 0, frames * CHANNELS);
		for (const [index, tone] of this.tones.entries()) {
			const turn = this.#turns[index];
			if (turn) addTone(tone, turn, samples, frames, framesPerSecond);
		}
		this.#applyStep(samples, frames, framesPerSecond);
		this.seconds += frames / framesPerSecond;
	}

	#applyStep(samples: Float64Array, frames: number, framesPerSecond: number): void {
		const step = this.step;
		if (!step || this.seconds > step.to) return;
		for (let frame = 0; frame < frames; frame++) {
			const seconds = this.seconds + frame / framesPerSecond;
			if (seconds < step.from || seconds >= step.to) continue;
			for (let phase = 0; phase < 3; phase++) {
				const at = CHANNELS * frame + 2 * phase;
				if (step.phases[phase]) samples[at] = (samples[at] ?? 0) * step.factor;
			}
		}
	}
}

/** Adds frames of a tone, and turns it on. */
function addTone(
	{ hertz, channels }: Tone,
	turn: { cosine: number; sine: number },
	samples: Float64Array,
	frames: number,
	framesPerSecond: number,
): void {
	const re = channels.map((channel) => Math.SQRT2 * channel.re);
	const im = channels.map((channel) => Math.SQRT2 * channel.im);
	const omega = (2 * Math.PI * hertz) / framesPerSecond;
	const [stepCosine, stepSine] = [Math.cos(omega), Math.sin(omega)];
	let { cosine, sine } = turn;
	for (let at = 0; at < frames * CHANNELS; at += CHANNELS) {
		for (let channel = 0; channel < CHANNELS; channel++)
			samples[at + channel] =
				(samples[at + channel] as number) +
				(re[channel] as number) * cosine -
				(im[channel] as number) * sine;
		const next = cosine * stepCosine - sine * stepSine;
		sine = sine * stepCosine + cosine * stepSine;
		cosine = next;
	}
	turn.cosine = cosine;
	turn.sine = sine;
}
