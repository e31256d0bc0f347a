/** A meter's port as the line sees it. */
import type { SerialSettings } from "./protocol.ts";

/** Hears characters that a meter sends; the first of them starts at `frame` of the meter's time. */
export type TransmitListener = (frame: number, bytes: Uint8Array) => void;

export interface LineMeter {
	/** True if the supply is on. */
	readonly powered: boolean;
	/** True if the meter runs as fast as it can, so that its time is not the clock's. */
	readonly hurried: boolean;
	/** Meter time: frames given so far. */
	readonly frames: number;
	/** As the firmware opened the port last; undefined: never yet. */
	readonly settings: SerialSettings | undefined;
	/**
	 * Meter time of the last event that may have changed its settings, by whatever road: a request
	 * on any line, a button, the radio, a power-up. Infinity while a button is held.
	 */
	readonly changedFrame: number;
	/** Tells that it may have been asked to change a setting. */
	mayChange(): void;
	/** Adds a listener to what the meter sends. */
	listen(listener: TransmitListener): void;
	/**
	 * Gives received characters, now; they are lost while the supply is off.
	 * @param continued true if they follow those before without a gap: a stream's chunks come with
	 *   delays that mean nothing, so the meter's time holds still for them, up to the silence that
	 *   ends a frame
	 */
	receive(bytes: Uint8Array, continued: boolean): void;
	/**
	 * Calls back after `frames` more frames with true, or with false when the supply goes off first.
	 * Returns a function that cancels it.
	 * @param precise true (the default) if the firmware's own timers matter to a fraction of a
	 *   millisecond until then
	 */
	after(frames: number, callback: (reached: boolean) => void, precise?: boolean): () => void;
}
