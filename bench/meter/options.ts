/** What a meter is made of. */
import type { Chip } from "../flash/chip.ts";
import type { Source } from "../source.ts";
import type { Clock } from "./clock.ts";
import type { Identity, PowerUp } from "./engine.ts";

/** The front end of a meter: volts and amperes to bytes. */
export interface Converter {
	/** Converts `frames` frames, CHANNELS numbers each, to BYTES_PER_FRAME bytes each. */
	convert(samples: Float64Array, frames: number, bytes: Uint8Array): void;
}

/** See the file's head. */
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
	/** The engine has ended by itself; `reason` completes "the engine ...". The meter is then off for good. */
	onEnd(reason: string): void;
	onTrace(line: string): void;
	/** The machine was too slow or suspended: that many seconds are left out. */
	onLate(seconds: number): void;
}
