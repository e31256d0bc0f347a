/**
 * When the pulses of a window go out. They are known only when the window is over, so they are
 * spread evenly over a time as long as the window, one window later. Window follows window without
 * a gap, however irregularly the front end delivers: at a steady load the pulses come at steady
 * intervals.
 */

/**
 * Milliseconds between a window's end and the first of its pulses: longer than blocks of frames are
 * late.
 */
const DELAY = 100;

/**
 * Pulses held back. They fall linearly: from `from` to `turn` by those of earlier windows, then to
 * `end` by those of the last.
 */
export default class Spreading {
	/** Milliseconds, as the next two. */
	from = 0;
	turn = 0;
	end = 0;

	/**
	 * Takes the next window.
	 * @param now time in ms
	 * @param length of the window in ms
	 */
	next(now: number, length: number): void {
		const steady = this.end >= now && this.end <= now + 2 * DELAY;
		this.turn = steady ? this.end : now + DELAY;
		this.from = now;
		this.end = this.turn + length;
	}
}
