/** The front end: frames of the mains set on the panel, paced by the desktop's clock. */
import { type Clock, FRAME_RATE_HZ, type FrontEnd, WORDS_PER_FRAME } from "board";
import MainsSource, { FULL_SCALE_AMPS, FULL_SCALE_VOLTS } from "simulator/mains";
import { onPanel } from "simulator/screen";
import Timer from "timer";

/** Interval between deliveries. */
const INTERVAL_MS = 20;

/** Most frames delivered late. A machine that was stopped for longer skips the frames before. */
const MAXIMUM_BACKLOG_FRAMES = FRAME_RATE_HZ;

export default class SimulatedFrontEnd implements FrontEnd {
	readonly fullScaleVolts = FULL_SCALE_VOLTS;
	readonly fullScaleAmps = FULL_SCALE_AMPS;
	/** A calculated frame is never lost. */
	readonly lostFrames = 0;
	readonly #clock: Clock;

	/** @param clock paces the frames, since the desktop's timers are late and drift */
	constructor(clock: Clock) {
		this.#clock = clock;
	}

	start(words: number[], onReadable: (length: number) => number): void {
		const clock = this.#clock;
		const source = new MainsSource();
		let startUs = clock.microseconds;
		let delivered = 0;
		let left = 0;
		onPanel(({ mains }) => {
			if (mains) source.mains = mains;
		});
		Timer.repeat(() => {
			const due = framesSince(startUs, clock) - delivered;
			if (due > MAXIMUM_BACKLOG_FRAMES)
				startUs += ((due - MAXIMUM_BACKLOG_FRAMES) * 1_000_000) / FRAME_RATE_HZ;
			const end = delivered + Math.min(due, MAXIMUM_BACKLOG_FRAMES);
			while (delivered < end) {
				const room = Math.floor((words.length - left) / WORDS_PER_FRAME);
				const count = Math.min(room, end - delivered);
				source.fill(words, left, count);
				delivered += count;
				left = onReadable(left + count * WORDS_PER_FRAME);
			}
		}, INTERVAL_MS);
	}
}

function framesSince(startUs: number, clock: Clock): number {
	return Math.floor(((clock.microseconds - startUs) * FRAME_RATE_HZ) / 1_000_000);
}
