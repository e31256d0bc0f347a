/**
 * The front end: takes frames from the byte link, and sums them by the compiled kernel; or takes
 * windows from the link in their place.
 */
import type { FrontEnd } from "board";
import { REFERENCE, RESULTS } from "metrology/results";
import type { QualityAnalyser } from "quality-analyser";

/** Place of the results in WINDOWS, and bytes of one. */
const RESULTS_AT = 8;
const RESULT_BYTES = 8;

/** Sequence numbers wrap at this. */
const SEQUENCES = 0x10000;

const COMPILED: QualityAnalyser = Object.freeze({
	at: (place: number) => host.quality(place),
	enable: (on: boolean) => host.enableQuality(on),
	setLimits: (phase: number, low: number, high: number) => host.setQualityLimits(phase, low, high),
});

/** Sequence numbers of FRAMES: tells new messages from old ones and counts missing ones. */
export class Sequence {
	private next = 0;

	/**
	 * Handles the number (0..65535) of the next message.
	 * @returns how many messages before it are lost; −1 if the message is not new (a repetition, or
	 *   overtaken by later ones) and must be dropped, since its time has already passed
	 */
	take(sequence: number): number {
		const ahead = (sequence - this.next) & (SEQUENCES - 1);
		if (ahead >= SEQUENCES / 2) return -1;
		this.next = (sequence + 1) & (SEQUENCES - 1);
		return ahead;
	}
}

export default class VirtualFrontEnd implements FrontEnd {
	readonly fullScaleVolts = 800;
	readonly fullScaleAmps = 30;
	readonly quality: QualityAnalyser = COMPILED;
	/** A missing message counts as many frames as the message after it. */
	lostFrames = 0;
	/** Undefined until the bench has told one. */
	temperatureCelsius: number | undefined;
	private readonly sequence = new Sequence();
	private onReadable: (() => void) | undefined;
	/** WINDOWS of which a window was not taken yet. */
	private window: DataView | undefined;
	private reference = 0;

	start(onReadable: () => void): void {
		this.onReadable = onReadable;
	}

	take(results: number[]): boolean {
		const window = this.window;
		if (window === undefined) return host.meter(results);
		this.window = undefined;
		for (let i = 0; i < RESULTS; i++)
			results[i] = window.getFloat64(RESULTS_AT + RESULT_BYTES * i, true);
		results[REFERENCE] = this.reference;
		return true;
	}

	/** True if a window from the link was not taken yet. */
	protected get hasWindow(): boolean {
		return this.window !== undefined;
	}

	restart(): void {
		host.restartMeter();
	}

	setReference(phase: number): void {
		this.reference = phase;
		host.setReference(phase);
	}

	/**
	 * Handles the sequence number of the FRAMES message being delivered.
	 * @returns true if its frames are new, so that they and their time count
	 */
	isNew(sequence: number, count: number): boolean {
		const missing = this.sequence.take(sequence);
		if (missing < 0) return false;
		if (missing > 0) this.restart();
		this.lostFrames += missing * count;
		return true;
	}

	/** Passes the frames of the FRAMES message being delivered to the firmware. */
	deliver(_count: number): void {
		this.onReadable?.();
	}

	/** Passes a window of the WINDOWS message being delivered to the firmware. */
	deliverWindow(message: DataView): void {
		this.window = message;
		this.onReadable?.();
	}
}
