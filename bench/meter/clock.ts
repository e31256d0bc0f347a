/** The wall clock that paces a meter, as an interface so that tests can move it. */

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
