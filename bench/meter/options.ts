/** Parts of a virtual meter. */
import type { Chip } from "../flash/chip.ts";
import type { CtClass } from "../front-end/current-transformer.ts";
import type { SteadyFrames, Tone } from "../front-end/steady.ts";
import type { Source } from "../source.ts";
import type { Identity, PowerUp } from "./engine.ts";
import type { Clock } from "./pace.ts";

/** The front end of a meter: converts volts and amperes to bytes. */
export interface Converter {
	/** °C; undefined: it does not depend on it. */
	temperature?: number;
	/** Class of its current transformers; undefined: it has none. */
	ctClass?: CtClass;
	/** Frames in a true second, by its crystal; FRAME_RATE_HZ by default. */
	readonly framesPerSecond?: number;
	/** Converts tones that last; undefined: only {@link convert} can tell. */
	steady?(tones: readonly Tone[]): SteadyFrames | undefined;
	/** Converts `frames` frames of CHANNELS numbers each to BYTES_PER_FRAME bytes each. */
	convert(samples: Float64Array, frames: number, bytes: Uint8Array): void;
}

export interface MeterOptions {
	source: Source;
	converter: Converter;
	powerUp: PowerUp;
	clock: Clock;
	identity: Identity;
	/** Flash of the board that `powerUp` starts; undefined: it has none. */
	chip?: Chip | undefined;
	/** Meter seconds per second; Infinity: as fast as possible. */
	speed: number;
	/**
	 * The engine has ended by itself, and the meter stays off.
	 * @param reason completes "the engine ..."
	 */
	onEnd(reason: string): void;
	onTrace(line: string): void;
	/** A button's pad is touched or let go. */
	onTouch?(pad: number, down: boolean): void;
	/** The machine was too slow or suspended: that many seconds of meter time are left out. */
	onLate(seconds: number): void;
}
