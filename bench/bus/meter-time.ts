/** Waits in the time of several meters at once. */
import { FRAME_RATE_HZ } from "../source.ts";
import type { LineMeter } from "./line-meter.ts";

/** Frames of so many seconds, and one to round up. */
export function framesOf(seconds: number): number {
	return Math.ceil(seconds * FRAME_RATE_HZ) + 1;
}

/** Calls back when each meter has lived through its `frames` more frames or is off; returns the withdrawal. */
export function countDown(
	waits: readonly { meter: LineMeter; frames: number }[],
	precise: boolean,
	callback: () => void,
): () => void {
	let left = waits.length;
	const withdrawals = waits.map(({ meter, frames }) =>
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
		for (const withdraw of withdrawals) withdraw();
	};
}
