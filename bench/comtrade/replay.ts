/**
 * Replays a recorded waveform at the meter's terminals in a loop: whole cycles of a COMTRADE
 * recording, resampled to the front end's rate.
 *
 * The cycles are one period of a band-limited signal (see periodic.ts), so the loop has no jump,
 * and neither the samples per cycle nor the frames per loop need be whole. All of the recording's
 * band is played, and the truth is that of the same coefficients; what is above half the frame rate
 * leaves the front end as from a real converter (front-end/taps.ts). The skew between channels is
 * not corrected: the recording's samples are played and measured as if simultaneous. A recorder's
 * direct current is removed: the meter's current transformers pass none.
 */

import { CHANNELS, FRAME_RATE_HZ } from "../../src/sampling.ts";
import { weightOf } from "../front-end/taps.ts";
import { noEnergy, noTotal, plusEnergy, plusTotal } from "../mains/energy.ts";
import type { Source, TotalEnergyTruth } from "../source.ts";
import { ComtradeError } from "./error.ts";
import type { Complex } from "./fourier.ts";
import { HIGHEST_FREQUENCY, LOWEST_FREQUENCY, mainsFrequency } from "./frequency.ts";
import { measurePhase, rmsOfDifference } from "./measure.ts";
import type { Channels, PerPhase, Scale, Segment } from "./options.ts";
import { PeriodicFit, valuesOf } from "./periodic.ts";
import { CURRENT, type Quantity, samplesOf, VOLTAGE } from "./quantity.ts";
import type { Recording, Section } from "./recording.ts";

/** The recording and the part of it to replay. */
export interface ReplayOptions {
	/** Path of the .cfg or .cff. */
	readonly file: string;
	readonly channels: Channels;
	/** Factors to the meter's terminals; the file's ratios by default. */
	readonly scale?: Scale | undefined;
	/** Samples to loop, cut to whole cycles; by default those of the first section with a rate. */
	readonly segment?: Segment | undefined;
}

/** Most samples and seconds in a loop, which bound memory and start-up time. */
const MAXIMUM_SAMPLES = 1 << 17;
const MAXIMUM_SECONDS = 60;

/** Frames of the table into which the loop's length is fitted, unless one loop has more. */
const TABLE_FRAMES = 1 << 15;

/** Relative error of the loop's length that is good enough. */
const LOOP_TOLERANCE = 1e-8;

/** Fraction of the recording's rate up to which a fit is well determined. */
const USABLE_BAND = 0.48;

/** A recording being replayed. */
export class Replay implements Source {
	/** Recordings do not contain it. */
	readonly tariffInput = false;
	readonly lineVoltages: Source["lineVoltages"];
	readonly phases: Source["phases"];
	/** Length of the loop in true seconds, and cycles of the mains in it. */
	readonly #seconds: number;
	readonly #cycles: number;
	/** Of V1 I1 V2 I2 V3 I3 over the loop. */
	readonly #coefficients: readonly Complex[];
	/** Frames of one loop times `#stride` in their order, {@link CHANNELS} numbers each. */
	#table = new Float64Array(0);
	/** Frames of the table from one frame to the next. */
	#stride = 1;
	#position = 0;
	#framesPerSecond: number = FRAME_RATE_HZ;
	/** Hours up to the last change of it, and frames since. */
	#settledHours = 0;
	#frames = 0;

	constructor(
		recording: Recording,
		{ channels, scale, segment: wanted }: Omit<ReplayOptions, "file">,
	) {
		const { segment, rate } = locate(recording, wanted);
		const read = (numbers: PerPhase<number>, quantity: Quantity, factor: number | undefined) =>
			perPhase((phase) => samplesOf(recording, numbers[phase], quantity, factor, segment));
		const recordedVoltages = read(channels.voltages, VOLTAGE, scale?.voltage);
		const recordedCurrents = read(channels.currents, CURRENT, scale?.current);
		const where = `${recording.file}: samples ${segment.from}:${segment.to}`;
		const frequency = mainsFrequency(recordedVoltages, rate);
		if (frequency === undefined)
			throw new ComtradeError(
				`${where}: no cycle of a voltage of ${LOWEST_FREQUENCY} to ${HIGHEST_FREQUENCY} Hz`,
			);

		const cycles = wholeCycles(segment.to - segment.from, rate / frequency);
		if (cycles.count === 0) throw new ComtradeError(`${where}: less than one cycle`);
		const length = Math.min(segment.to - segment.from, Math.ceil(cycles.period));
		const fit = new PeriodicFit(length, cycles.period, bandOf(length, cycles));
		const cut = (values: Float64Array) => fit.coefficients(values.subarray(0, length));
		const voltages = perPhase((p) => cut(recordedVoltages[p]));
		const currents = perPhase((p) => withoutDirect(cut(recordedCurrents[p])));

		this.phases = perPhase((p) => measurePhase(voltages[p], currents[p], cycles.count));
		this.lineVoltages = [
			rmsOfDifference(voltages[0], voltages[1]),
			rmsOfDifference(voltages[0], voltages[2]),
			rmsOfDifference(voltages[1], voltages[2]),
		];
		this.#seconds = cycles.period / rate;
		this.#cycles = cycles.count;
		this.#coefficients = PHASES.flatMap((phase) => [voltages[phase], currents[phase]]);
		this.#sample();
	}

	/** Length of the loop, true seconds. */
	get seconds(): number {
		return this.#seconds;
	}

	get framesPerSecond(): number {
		return this.#framesPerSecond;
	}

	set framesPerSecond(value: number) {
		if (value === this.#framesPerSecond) return;
		this.#settledHours = this.#hours;
		this.#frames = 0;
		this.#framesPerSecond = value;
		this.#sample();
	}

	get frequency(): number {
		return this.#cycles / this.#seconds;
	}

	get energies(): Source["energies"] {
		return perPhase((phase) => plusEnergy(noEnergy(), this.phases[phase], this.#hours));
	}

	/** The recording is assumed to have a neutral. */
	get total(): TotalEnergyTruth {
		return plusTotal(noTotal(), this.phases, this.#hours, false);
	}

	get #hours(): number {
		return this.#settledHours + this.#frames / this.#framesPerSecond / 3600;
	}

	fill(samples: Float64Array, frames: number): void {
		const table = this.#table;
		const step = this.#stride * CHANNELS;
		let position = this.#position;
		for (let at = 0; at < frames * CHANNELS; at += CHANNELS) {
			for (let channel = 0; channel < CHANNELS; channel++)
				samples[at + channel] = table[position + channel] as number;
			position += step;
			if (position >= table.length) position -= table.length;
		}
		this.#position = position;
		this.#frames += frames;
	}

	/** Fills the table at the present rate, and continues at the same part of the loop. */
	#sample(): void {
		const part = this.#position / (this.#table.length || 1);
		const { frames, stride } = tableSize(this.#seconds * this.#framesPerSecond);
		const table = new Float64Array(frames * CHANNELS);
		this.#coefficients.forEach((c, channel) => {
			interleave(table, valuesOf(weighted(c, stride / frames), frames), channel);
		});
		this.#table = table;
		this.#stride = stride;
		this.#position = Math.floor(part * frames) * CHANNELS;
	}
}

const PHASES = [0, 1, 2] as const;

function perPhase<T>(value: (phase: 0 | 1 | 2) => T): [T, T, T] {
	return [value(0), value(1), value(2)];
}

/** Finds the segment and its rate; sections are never joined, since time may jump between them. */
function locate(
	recording: Recording,
	wanted: Segment | undefined,
): { segment: Segment; rate: number } {
	const { file, length, sections } = recording;
	const contains = ({ from, to }: Section): boolean =>
		wanted === undefined || (from <= wanted.from && wanted.from < to);
	if (wanted !== undefined && wanted.to > length)
		throw new ComtradeError(
			`${file}: samples ${wanted.from}:${wanted.to}: there are only ${length}`,
		);
	const section = sections.find(contains);
	if (section === undefined) throw new ComtradeError(`${file}: no samples`);
	const longest = Math.min(MAXIMUM_SAMPLES, Math.floor(MAXIMUM_SECONDS * (section.rate ?? 0)));
	const segment = wanted ?? {
		from: section.from,
		to: Math.min(section.to, section.from + longest),
	};
	const where = `${file}: samples ${segment.from}:${segment.to}`;
	if (segment.to > section.to)
		throw new ComtradeError(
			`${where}: the sampling rate's section ends at ${section.to}, sections are not joined`,
		);
	if (section.rate === undefined)
		throw new ComtradeError(`${where}: no sampling rate, and the time stamps are not regular`);
	if (USABLE_BAND * section.rate <= HIGHEST_FREQUENCY)
		throw new ComtradeError(`${where}: ${section.rate} Hz is too slow a sampling rate`);
	if (segment.to - segment.from > longest)
		throw new ComtradeError(`${where}: more than can be looped, ${longest} samples`);
	if (HIGHEST_FREQUENCY * (segment.to - segment.from) < section.rate)
		throw new ComtradeError(`${where}: less than one cycle`);
	return { segment, rate: section.rate };
}

/** Whole cycles of samples. */
interface Cycles {
	/** Length in samples; need not be whole. */
	readonly period: number;
	/** Number of cycles. */
	readonly count: number;
}

/**
 * Returns the whole cycles in the samples. Recorders cut at whole samples, so a quarter of a
 * sample or half a percent of a cycle may be missing.
 */
function wholeCycles(length: number, samplesPerCycle: number): Cycles {
	const count = Math.floor((length + Math.max(0.25, samplesPerCycle / 200)) / samplesPerCycle);
	return { count, period: count * samplesPerCycle };
}

/** Highest multiple of the loop's frequency that is played: below half the recording's rate. */
function bandOf(length: number, { period }: Cycles): number {
	const gap = Math.max(1, period - (length - 1));
	return Math.ceil((USABLE_BAND * period) / gap) - 1;
}

/**
 * Fits a loop whose number of frames is not whole into a table: `frames` entries make up one loop,
 * and every `stride`-th entry is a frame.
 */
function tableSize(framesPerLoop: number): { frames: number; stride: number } {
	let best = { frames: Math.round(framesPerLoop), stride: 1 };
	let smallest = Number.POSITIVE_INFINITY;
	for (let stride = 1; stride === 1 || stride * framesPerLoop <= TABLE_FRAMES; stride++) {
		const frames = Math.round(stride * framesPerLoop);
		const error = Math.abs(frames / (stride * framesPerLoop) - 1);
		if (error < smallest) [best, smallest] = [{ frames, stride }, error];
		if (error < LOOP_TOLERANCE) break;
	}
	return best;
}

/** Removes the direct component. */
function withoutDirect({ re, im }: Complex): Complex {
	return { re: re.map((value, k) => (k === 0 ? 0 : value)), im };
}

/**
 * Weights the coefficients for the front end.
 * @param cycles of the first coefficient per frame
 */
function weighted({ re, im }: Complex, cycles: number): Complex {
	const weight = (value: number, k: number): number => value * weightOf(k * cycles);
	return { re: re.map(weight), im: im.map(weight) };
}

function interleave(table: Float64Array, values: Float64Array, channel: number): void {
	for (let n = 0; n < values.length; n++) table[n * CHANNELS + channel] = values[n] as number;
}
