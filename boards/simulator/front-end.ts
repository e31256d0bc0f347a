/** The front end: frames of the mains set on the panel, paced by the desktop's clock. */
import type { Clock, FrontEnd } from "board";
import type { QualityAnalyser } from "quality-analyser";
import { CHANNELS, FRAME_RATE_HZ } from "sampling";
import MainsSource, { FULL_SCALE_AMPS, FULL_SCALE_VOLTS } from "simulator/mains";
import {
	addFrames,
	enableQuality,
	framesLost,
	quality,
	restartKernel,
	setQualityLimits,
	setReference,
	takeWindow,
} from "simulator/native-kernel";
import { onPanel } from "simulator/screen";
import Timer from "timer";

/** Interval between deliveries. */
const INTERVAL_MS = 20;

/** Most frames calculated at a time: the kernel has room for them while no window is waiting. */
const BLOCK_FRAMES = 0.02 * FRAME_RATE_HZ;

/** Most frames delivered late. A machine that was stopped for longer skips the frames before. */
const MAXIMUM_BACKLOG_FRAMES = FRAME_RATE_HZ;

const QUALITY: QualityAnalyser = Object.freeze({
	at: (place: number) => quality(place),
	enable: (on: boolean) => enableQuality(on),
	setLimits: (phase: number, low: number, high: number) => setQualityLimits(phase, low, high),
});

export default class SimulatedFrontEnd implements FrontEnd {
	readonly fullScaleVolts = FULL_SCALE_VOLTS;
	readonly fullScaleAmps = FULL_SCALE_AMPS;
	readonly quality: QualityAnalyser = QUALITY;
	readonly #clock: Clock;

	/** @param clock paces the frames, since the desktop's timers are late and drift */
	constructor(clock: Clock) {
		this.#clock = clock;
	}

	get lostFrames(): number {
		return framesLost();
	}

	start(onReadable: () => void): void {
		const clock = this.#clock;
		const source = new MainsSource();
		const samples = new Int32Array(BLOCK_FRAMES * CHANNELS);
		let startUs = clock.microseconds;
		let delivered = 0;
		onPanel(({ mains }) => {
			if (mains) source.mains = mains;
		});
		Timer.repeat(() => {
			const missing = framesSince(startUs, clock) - delivered;
			// Less than none: the desktop's clock was set back.
			const due = Math.max(0, Math.min(missing, MAXIMUM_BACKLOG_FRAMES));
			startUs += ((missing - due) * 1_000_000) / FRAME_RATE_HZ;
			const end = delivered + due;
			while (delivered < end) {
				const count = Math.min(BLOCK_FRAMES, end - delivered);
				source.fill(samples, count);
				addFrames(samples.buffer, count);
				delivered += count;
				onReadable();
			}
		}, INTERVAL_MS);
	}

	take(results: number[]): boolean {
		return takeWindow(results);
	}

	restart(): void {
		restartKernel();
	}

	setReference(phase: number): void {
		setReference(phase);
	}
}

function framesSince(startUs: number, clock: Clock): number {
	return Math.floor(((clock.microseconds - startUs) * FRAME_RATE_HZ) / 1_000_000);
}
