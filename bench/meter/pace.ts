/**
 * The wall clock that paces a meter, as an interface so that tests can move it, and the frames that
 * are due by it.
 */
import { FRAME_RATE_HZ } from "../../src/sampling.ts";

/** Longest delay that the meter catches up with; a longer one is skipped. */
const LONGEST_DEBT_MS = 1000;

/**
 * Most frames that an action on the engine waits for: 2 s of meter time. A meter that is later than
 * that lives through the rest afterwards, so that a client waits 20 ms and not for ever.
 */
export const LONGEST_CATCH_UP_FRAMES = 2 * FRAME_RATE_HZ;

/** Frames by which rounding may be off: `timeMs` of a frame must find it due at that very time. */
const ROUNDING_FRAMES = 1e-6;

/** Frames in that many seconds, rounded. */
export function framesIn(seconds: number): number {
	return Math.round(seconds * FRAME_RATE_HZ);
}

class Pace {
	readonly #framesPerMs: number;
	#startMs = 0;
	#startFrames = 0;

	/** @param speed meter seconds per second, finite */
	constructor(speed: number) {
		this.#framesPerMs = (FRAME_RATE_HZ / 1000) * speed;
	}

	/** Counts from `frames` at `timeMs`. */
	restart(timeMs: number, frames: number): void {
		this.#startMs = timeMs;
		this.#startFrames = frames;
	}

	/** Whole frames that have passed by `timeMs`. */
	due(timeMs: number): number {
		const passed = (timeMs - this.#startMs) * this.#framesPerMs;
		return this.#startFrames + Math.floor(passed + ROUNDING_FRAMES);
	}

	/** Time at which `frames` will have passed. */
	timeMs(frames: number): number {
		return this.#startMs + (frames - this.#startFrames) / this.#framesPerMs;
	}

	/** Time by which a meter that was given `frames` is late at `timeMs`. */
	debtMs(timeMs: number, frames: number): number {
		return timeMs - this.timeMs(frames);
	}
}

/** How frames become due. */
export class Paces {
	readonly clock: Pace;
	/**
	 * Later than `clock` while the chunks of one request arrive; the meter catches up after the
	 * exchange. Never slower than real time: a client waits no longer for a meter that crawls.
	 */
	readonly exchange: Pace;

	/** @param speed meter seconds per second, finite */
	constructor(speed: number) {
		this.clock = new Pace(speed);
		this.exchange = new Pace(Math.max(1, speed));
	}

	/** Counts from `frames` at `timeMs`. */
	restart(timeMs: number, frames: number): void {
		this.clock.restart(timeMs, frames);
		this.exchange.restart(timeMs, frames);
	}

	/**
	 * Skips the time that is too long ago to be caught up with.
	 * @returns it; 0: there is none
	 */
	dropDebt(timeMs: number, frames: number): number {
		const debtMs = this.clock.debtMs(timeMs, frames);
		if (debtMs <= LONGEST_DEBT_MS) return 0;
		this.restart(timeMs, frames);
		return debtMs;
	}
}

export interface Clock {
	/** Milliseconds, monotonic, from any origin. */
	now(): number;
	/**
	 * Calls back once, at `time` or later; earlier only if `time` is weeks ahead.
	 * @param precise true if a tenth of a millisecond matters, which costs processor time
	 * @returns a function that cancels it
	 */
	wake(time: number, precise: boolean, callback: () => void): () => void;
}

/**
 * A timer of the event loop is late by up to this; a precise wait spends the rest in turns of the
 * loop.
 */
const TIMER_ERROR_MS = 1.5;

/** Longest time that Node's timers take; a wake that comes too early costs only a turn. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's clock. */
export const wallClock: Clock = {
	now: () => performance.now(),
	wake(time, precise, callback) {
		let timer: NodeJS.Timeout | undefined;
		let turn: NodeJS.Immediate | undefined;
		const spin = (): void => {
			if (performance.now() >= time) callback();
			else turn = setImmediate(spin);
		};
		// Input that has arrived is read before the time is found to be up.
		const poll = (): void => {
			turn = setImmediate(spin);
		};
		const wait = time - performance.now();
		if (!precise)
			timer = setTimeout(callback, Math.min(LONGEST_TIMER_MS, Math.max(1, Math.ceil(wait))));
		else if (wait > TIMER_ERROR_MS + 1) timer = setTimeout(poll, Math.floor(wait - TIMER_ERROR_MS));
		else poll();
		return () => {
			clearTimeout(timer);
			clearImmediate(turn);
		};
	},
};
