/**
 * When the pulses of a window go out. They are known only when the window is over, so they are
 * spread evenly over a time as long as the window, one window later. Window follows window without
 * a gap, however irregularly the front end delivers: at a steady load the pulses come at steady
 * intervals. The crystals of front end and clock differ: windows are moved by parts too small to be
 * seen in an interval.
 */

/**
 * Milliseconds between a window's end and the first of its pulses: longer than blocks of frames are
 * late.
 */
const DELAY = 100;

/** Milliseconds off that delay from which the next window is moved, by this part of the rest. */
const LOOSE = DELAY / 2;
const MOVED = 1 / 256;

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
		const off = now + DELAY - this.end;
		const rest = off - Math.max(-LOOSE, Math.min(off, LOOSE));
		this.turn = Math.abs(off) > DELAY ? now + DELAY : this.end + MOVED * rest;
		this.from = now;
		this.end = this.turn + length;
	}
}
