/** The wall clock that paces a meter, behind an interface so that tests can turn its hands. */

/** See the file's head. */
export interface Clock {
	/** Milliseconds, monotonic, any origin. */
	now(): number;
	/**
	 * Calls back once at `time` or later; earlier only if that is weeks ahead.
	 * @param precise whether a tenth of a millisecond matters (costs processor time) or a few do not
	 * @returns takes the call back
	 */
	wake(time: number, precise: boolean, callback: () => void): () => void;
}

/** A timer of the event loop is late by up to this many ms; the rest of a precise wait is spent in turns of the loop. */
const TIMER_ERROR = 1.5;

/** Longest time in ms that Node's timers take; a wake that comes too early is only a turn more. */
const LONGEST_TIMER = 2 ** 31 - 1;

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
		// What has arrived meanwhile is read before the time is found to be up.
		const poll = (): void => {
			turn = setImmediate(spin);
		};
		const wait = time - performance.now();
		if (!precise)
			timer = setTimeout(callback, Math.min(LONGEST_TIMER, Math.max(1, Math.ceil(wait))));
		else if (wait > TIMER_ERROR + 1) timer = setTimeout(poll, Math.floor(wait - TIMER_ERROR));
		else poll();
		return () => {
			clearTimeout(timer);
			clearImmediate(turn);
		};
	},
};
