/**
 * A front end without a converter: three phases of 230 V and 1 A that lags by 30°, 50 Hz, sequence L1 L2 L3, one
 * and the same cycle for ever. It stands in on boards that have no converter (yet), so that everything behind
 * the front end runs.
 */
import {
	type Clock,
	CURRENT_BITS,
	CURRENT_SHIFT,
	FRAME_RATE,
	type FrontEnd,
	VOLTAGE_SHIFT,
	WORDS_PER_FRAME,
} from "board";
import Timer from "timer";

/** RMS values in V and A, angle in rad, frequency in Hz. */
const VOLTAGE = 230;
const CURRENT = 1;
const LAG = Math.PI / 6;
const FREQUENCY = 50;

/** Peaks in V and A that drive the converter to 2^23, those of the meter's real front end. */
const FULL_SCALE_VOLTAGE = 800;
const FULL_SCALE_CURRENT = 10.6;

const FRAMES_PER_CYCLE = FRAME_RATE / FREQUENCY;

/** Milliseconds between two deliveries: one cycle. */
const INTERVAL = 1000 / FREQUENCY;

/** Most frames that are made up for; what a stopped machine missed beyond that is lost, as from a converter. */
const MAXIMUM_BACKLOG = FRAME_RATE;

/** The words of one cycle, made when the firmware is linked. */
const cycle: readonly number[] = Object.freeze(wordsOfCycle());

function wordsOfCycle(): number[] {
	const omega = (2 * Math.PI) / FRAMES_PER_CYCLE;
	// What the converter's sinc3 filter takes off, since metrology puts it back.
	const droop = (Math.sin(omega / 2) / (omega / 2)) ** 3;
	const voltagePeak = ((Math.SQRT2 * VOLTAGE * droop) / FULL_SCALE_VOLTAGE) * 2 ** 23;
	const currentPeak = ((Math.SQRT2 * CURRENT * droop) / FULL_SCALE_CURRENT) * 2 ** 23;
	const words: number[] = [];
	for (let frame = 0; frame < FRAMES_PER_CYCLE; frame++)
		for (let phase = 0; phase < WORDS_PER_FRAME; phase++) {
			const angle = omega * frame - (phase * 2 * Math.PI) / 3;
			const voltage = Math.round(voltagePeak * Math.sin(angle));
			const current = Math.round(currentPeak * Math.sin(angle - LAG));
			words.push(pack(voltage, current));
		}
	return words;
}

/** A word as `board` says, from signed 24-bit samples. */
function pack(voltage: number, current: number): number {
	return (
		((voltage >> VOLTAGE_SHIFT) << CURRENT_BITS) | ((current >> CURRENT_SHIFT) & (2 ** CURRENT_BITS - 1))
	);
}

export default class ConstantFrontEnd implements FrontEnd {
	readonly fullScaleVoltage = FULL_SCALE_VOLTAGE;
	readonly fullScaleCurrent = FULL_SCALE_CURRENT;
	/** There is no converter that could lose any; what is beyond the backlog was never sampled. */
	readonly lost = 0;
	readonly #clock: Clock;

	/** @param clock paces the frames: timers of a desktop are late and drift */
	constructor(clock: Clock) {
		this.#clock = clock;
	}

	start(words: number[], onReadable: (length: number) => number): void {
		const clock = this.#clock;
		let begun = clock.microseconds;
		let delivered = 0;
		let left = 0;
		Timer.repeat(() => {
			const due = framesSince(begun, clock) - delivered;
			if (due > MAXIMUM_BACKLOG) begun += ((due - MAXIMUM_BACKLOG) * 1_000_000) / FRAME_RATE;
			const end = delivered + Math.min(due, MAXIMUM_BACKLOG);
			while (delivered < end) {
				const room = Math.floor((words.length - left) / WORDS_PER_FRAME);
				const count = Math.min(room, end - delivered);
				fill(words, left, delivered, count);
				delivered += count;
				left = onReadable(left + count * WORDS_PER_FRAME);
			}
		}, INTERVAL);
	}
}

function framesSince(begun: number, clock: Clock): number {
	return Math.floor(((clock.microseconds - begun) * FRAME_RATE) / 1_000_000);
}

/** Writes `count` frames from number `first` on to `words` from index `at` on. */
function fill(words: number[], at: number, first: number, count: number): void {
	let from = (first % FRAMES_PER_CYCLE) * WORDS_PER_FRAME;
	const end = at + count * WORDS_PER_FRAME;
	for (let to = at; to < end; to++) {
		words[to] = cycle[from++];
		if (from === cycle.length) from = 0;
	}
}
