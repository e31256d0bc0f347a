/** What a line needs of a meter. */
import type { SerialSettings } from "./serial-settings.ts";

/** See the file's head. */
export interface LineMeter {
	readonly powered: boolean;
	/** Whether it runs as fast as it can now, so that its time has nothing to do with the clock's. */
	readonly hurried: boolean;
	/** Frames given so far. */
	readonly frames: number;
	/** Its port's; undefined: it has not opened it. */
	readonly settings: SerialSettings | undefined;
	onTransmit: ((frames: number, bytes: Uint8Array) => void) | undefined;
	/** @param continued whether the bytes follow those before without a gap */
	receive(bytes: Uint8Array, continued: boolean): void;
	/**
	 * Calls back after `frames` more frames, or when the supply goes off; returns the withdrawal.
	 * @param precise whether the firmware's own timers matter to a fraction of a millisecond until then; they do
	 *   unless told otherwise
	 */
	after(frames: number, callback: (reached: boolean) => void, precise?: boolean): () => void;
}
