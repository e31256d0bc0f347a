/** The front end of a life: windows come over the byte link in place of frames. */
import type { FrontEnd } from "board";
import { REFERENCE, RESULTS } from "metrology/results";
import { ToldHalves } from "../torture/told-halves.ts";
import { FULL_SCALE_AMPS, FULL_SCALE_VOLTS } from "./injection.ts";

/** Port of RECEIVED whose characters are a window. */
export const WINDOW_PORT = 0x57;

/**
 * Bytes before the frames that were lost before the window, and before its results: least
 * significant byte first, and aligned in a message after the port, as the Cortex-M needs it.
 */
const LOST_AT = 3;
const RESULTS_AT = 7;
const RESULT_BYTES = 8;

/** Bytes before the half cycles of the window, of the phases' volts and their number. */
const TOLD_AT = RESULTS_AT + RESULT_BYTES * RESULTS;
const HALVES_AT = TOLD_AT + 12;
const OUTSIDE_AT = HALVES_AT + 1;
const LENGTH = OUTSIDE_AT + 1;

/** Equal half cycles of a window (`ToldHalves`). */
export interface Told {
	readonly volts: readonly number[];
	readonly halves: number;
	readonly isOutside: boolean;
}

/** A window whose half cycles nobody looks at. */
export const NOTHING_TOLD: Told = { volts: [], halves: 0, isOutside: false };

/** Encodes a window for {@link WINDOW_PORT}. */
export function encodeWindow(
	results: readonly number[],
	lostFrames: number,
	{ volts, halves, isOutside }: Told,
): Uint8Array {
	const bytes = new Uint8Array(LENGTH);
	const view = new DataView(bytes.buffer);
	view.setUint32(LOST_AT, lostFrames, true);
	for (let i = 0; i < RESULTS; i++)
		view.setFloat64(RESULTS_AT + RESULT_BYTES * i, results[i] ?? 0, true);
	for (let phase = 0; phase < 3; phase++)
		view.setFloat32(TOLD_AT + 4 * phase, volts[phase] ?? 0, true);
	view.setUint8(HALVES_AT, halves);
	view.setUint8(OUTSIDE_AT, isOutside ? 1 : 0);
	return bytes;
}

export default class WindowFrontEnd implements FrontEnd {
	readonly fullScaleVolts = FULL_SCALE_VOLTS;
	readonly fullScaleAmps = FULL_SCALE_AMPS;
	readonly quality = new ToldHalves();
	lostFrames = 0;
	temperatureCelsius: number | undefined;
	/** Made at the start: what is made at module level is frozen in an image. */
	#results: number[] = [];
	/** Frames lost before the window that was delivered last. */
	#lost = 0;
	#waiting = false;
	#reference = 0;
	#onReadable: (() => void) | undefined;

	start(onReadable: () => void): void {
		this.#results = new Array(RESULTS).fill(0);
		this.#onReadable = onReadable;
	}

	take(results: number[]): boolean {
		if (!this.#waiting) return false;
		this.#waiting = false;
		for (let i = 0; i < RESULTS; i++) results[i] = this.#results[i];
		results[REFERENCE] = this.#reference;
		return true;
	}

	restart(): void {}

	setReference(phase: number): void {
		this.#reference = phase;
	}

	/** Delivers an encoded window that begins at `offset`. */
	deliver(view: DataView, offset: number): void {
		this.#lost = view.getUint32(offset + LOST_AT, true);
		for (let i = 0; i < RESULTS; i++)
			this.#results[i] = view.getFloat64(offset + RESULTS_AT + RESULT_BYTES * i, true);
		const halves = view.getUint8(offset + HALVES_AT);
		const volts =
			halves > 0 ? [0, 4, 8].map((at) => view.getFloat32(offset + TOLD_AT + at, true)) : [];
		for (let i = 0; i < halves; i++)
			this.quality.tell(volts, view.getUint8(offset + OUTSIDE_AT) !== 0);
		this.again();
	}

	/** Delivers the last window once more. */
	again(): void {
		this.lostFrames += this.#lost;
		this.#waiting = true;
		this.#onReadable?.();
	}
}
