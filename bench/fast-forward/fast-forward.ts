/**
 * Lets stretches of meter time in which nothing changes pass by windows in place of frames: the
 * results that the kernel would have summed are computed, not the frames (docs/fast-forward.md).
 */
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import type { Chip } from "../flash/chip.ts";
import type { Tone } from "../front-end/steady.ts";
import type { MainsSettings } from "../mains/settings.ts";
import type { Engine } from "../meter/engine.ts";
import type { Feed } from "../meter/feed.ts";
import type { Converter } from "../meter/options.ts";
import { framesIn } from "../meter/pace.ts";
import type { Terminals } from "../terminals.ts";
import { resultsOf, type WindowLength } from "./results.ts";

/** Frames after a change until all of the front end and of the kernel is steady: 1 s. */
const SETTLING_FRAMES = FRAME_RATE_HZ;

/** Most windows of one message: a minute, so that a meter that fails does not do so much later. */
const MOST_WINDOWS = 300;

/** Shortest window of the kernel (src/metrology/kernel.ts). */
const SHORTEST_FRAMES = framesIn(0.19);

/** A window is whole if its cycles end within half a frame of it; this is a little less. */
const WHOLE_FRAMES = 0.49;

/** A voltage that the kernel surely finds the crossings of, V. */
const PRESENT_VOLTS = 20;

/** Tones above this, rad a frame, are near their alias or are one. */
const HIGHEST_OMEGA = 0.9 * Math.PI;

/** All that a window depends on. */
type Circumstances = readonly [
	engine: Engine,
	settings: MainsSettings,
	framesPerSecond: number,
	temperature: number | undefined,
	ctClass: string | undefined,
	sensorFails: boolean,
];

interface Window {
	readonly length: WindowLength;
	readonly results: Float64Array;
}

/** Parts of a meter. */
export interface Parts {
	readonly source: Terminals;
	readonly feed: Feed;
	readonly converter: Converter;
	readonly chip: Chip | undefined;
}

export class FastForward {
	/** False: all time passes by frames. */
	on = false;
	readonly #parts: Parts;
	#circumstances: Circumstances | undefined;
	/** Frames under these circumstances. */
	#settledFrames = 0;
	/** Computed once for the same circumstances. Null: there is none. */
	#window: Window | null | undefined;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** `frames` frames are given to the engine, with what is at the terminals now. */
	note(engine: Engine, frames: number): void {
		if (this.#follow(engine)) this.#settledFrames += frames;
	}

	/**
	 * Gives the engine windows of at most `frames` frames.
	 * @returns frames that have passed; 0: it needs frames
	 */
	give(engine: Engine, frames: number): number {
		if (!this.on || !this.#follow(engine) || this.#settledFrames < SETTLING_FRAMES) return 0;
		this.#window ??= this.#compute() ?? null;
		if (!this.#window) return 0;
		const { length, results } = this.#window;
		const count = Math.min(MOST_WINDOWS, Math.floor(frames / length.frames));
		if (count === 0) return 0;
		this.#parts.source.mains?.skip(count * length.frames);
		engine.windows(count, length.frames, results);
		return count * length.frames;
	}

	/** Takes in the present circumstances. True if windows tell all about them. */
	#follow(engine: Engine): boolean {
		const { source, feed, chip } = this.#parts;
		const { mains } = source;
		const observed = feed.isObserved || feed.delivery !== "once" || isAboutToFail(chip);
		if (!mains || observed) {
			this.#circumstances = undefined;
			return false;
		}
		const { settings, framesPerSecond } = mains;
		const { temperature, ctClass, sensorFails } = feed;
		const now = [engine, settings, framesPerSecond, temperature, ctClass, sensorFails] as const;
		const before = this.#circumstances;
		if (before?.every((value, place) => value === now[place])) return true;
		this.#circumstances = now;
		this.#settledFrames = 0;
		this.#window = undefined;
		return true;
	}

	#compute(): Window | undefined {
		const { source, converter } = this.#parts;
		const { phases, mains } = source;
		const tones = mains?.tones ?? [];
		if (!phases.some(({ voltage }) => voltage >= PRESENT_VOLTS)) return undefined;
		if (tones.some(({ omega }) => omega > HIGHEST_OMEGA)) return undefined;
		const steady = converter.steady?.(tones);
		const length = lengthOf(tones);
		if (!steady || !length) return undefined;
		return { length, results: Float64Array.from(resultsOf(steady, length)) };
	}
}

/** True if the supply will fail in one of the next operations of the chip. */
function isAboutToFail(chip: Chip | undefined): boolean {
	return chip?.faults.cutAfterOperations !== undefined;
}

/** Length of the kernel's windows, in whole frames. */
function lengthOf([fundamental]: readonly Tone[]): WindowLength | undefined {
	if (!fundamental) return undefined;
	const cycle = (2 * Math.PI) / fundamental.omega;
	for (let cycles = Math.ceil(SHORTEST_FRAMES / cycle); ; cycles++) {
		const span = cycles * cycle;
		const frames = Math.round(span);
		if (Math.abs(frames - span) < WHOLE_FRAMES) return { frames, cycles, span };
	}
}
