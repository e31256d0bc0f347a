/** The simulator's front end: frames of the panel's mains, paced by the desktop's clock. */
import { type Clock, FRAME_RATE_HZ, type FrontEnd, WORDS_PER_FRAME } from "board";
import MainsSource, { FULL_SCALE_CURRENT, FULL_SCALE_VOLTAGE } from "simulator/mains";
import { onPanel } from "simulator/screen";
import Timer from "timer";

/** Milliseconds between two deliveries. */
const INTERVAL = 20;

/** Most frames that are made up for; what a stopped machine missed beyond that was never sampled. */
const MAXIMUM_BACKLOG = FRAME_RATE_HZ;

export default class SimulatedFrontEnd implements FrontEnd {
	readonly fullScaleVolts = FULL_SCALE_VOLTAGE;
	readonly fullScaleAmps = FULL_SCALE_CURRENT;
	/** There is no converter that could lose any. */
	readonly lostFrames = 0;
	readonly #clock: Clock;

	/** @param clock paces the frames: timers of a desktop are late and drift */
	constructor(clock: Clock) {
		this.#clock = clock;
	}

	start(words: number[], onReadable: (length: number) => number): void {
		const clock = this.#clock;
		const source = new MainsSource();
		let begun = clock.microseconds;
		let delivered = 0;
		let left = 0;
		onPanel(({ mains }) => {
			if (mains) source.mains = mains;
		});
		Timer.repeat(() => {
			const due = framesSince(begun, clock) - delivered;
			if (due > MAXIMUM_BACKLOG) begun += ((due - MAXIMUM_BACKLOG) * 1_000_000) / FRAME_RATE_HZ;
			const end = delivered + Math.min(due, MAXIMUM_BACKLOG);
			while (delivered < end) {
				const room = Math.floor((words.length - left) / WORDS_PER_FRAME);
				const count = Math.min(room, end - delivered);
				source.fill(words, left, count);
				delivered += count;
				left = onReadable(left + count * WORDS_PER_FRAME);
			}
		}, INTERVAL);
	}
}

function framesSince(begun: number, clock: Clock): number {
	return Math.floor(((clock.microseconds - begun) * FRAME_RATE_HZ) / 1_000_000);
}
