/** Waits in the time of several meters at once. */
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import type { LineMeter } from "./line-meter.ts";

/** How often the characters of an answer are handed over: every 5 ms, as a UART's driver would. */
export const CHUNK_FRAMES = 0.005 * FRAME_RATE_HZ;

/** Frames in that many seconds, rounded up, and one more. */
export function framesOf(seconds: number): number {
	return Math.ceil(seconds * FRAME_RATE_HZ) + 1;
}

/**
 * Calls back when each meter has lived through its `frames` more frames or is off.
 * Returns a function that cancels it.
 */
export function countDown(
	waits: readonly { meter: LineMeter; frames: number }[],
	precise: boolean,
	callback: () => void,
): () => void {
	let left = waits.length;
	const cancellations = waits.map(({ meter, frames }) =>
		meter.after(
			frames,
			() => {
				left--;
				if (left === 0) callback();
			},
			precise,
		),
	);
	return () => {
		for (const cancel of cancellations) cancel();
	};
}

/**
 * Calls back when every meter that is on has lived through `frames` more frames; while all are off,
 * the machine's clock counts. Returns a function that cancels it.
 */
export function afterAll(
	meters: readonly LineMeter[],
	frames: number,
	precise: boolean,
	callback: () => void,
): () => void {
	const waits = meters.filter(({ powered }) => powered).map((meter) => ({ meter, frames }));
	if (waits.length > 0) return countDown(waits, precise, callback);
	const timer = setTimeout(callback, (1000 * frames) / FRAME_RATE_HZ);
	return () => clearTimeout(timer);
}
