/**
 * Moddable's `timer` in meter time. Intervals are milliseconds, fractions allowed, and are rounded
 * up to whole frames.
 */
import type Declared from "timer";
import { clock } from "./clock";
import { NO_TIMER } from "./link";

type Callback = (timer: Timer) => void;

/** Scheduled timers, unordered: a meter has only a few. */
const scheduled: Timer[] = [];

function framesOf(intervalMs: number): number {
	return Math.ceil(intervalMs / clock.timerResolutionMs);
}

export default class Timer {
	private readonly callback: Callback;
	/** Frame count at which the callback is due. */
	private due = 0;
	/** Frames between calls; 0 for a single call. */
	private repeat = 0;
	private cleared = false;

	private constructor(callback: Callback) {
		this.callback = callback;
	}

	/**
	 * Calls back after `interval` (ms), then every `repeat` (ms). Without `repeat` it calls once and
	 * clears the timer.
	 */
	static set(callback: Callback, interval = 0, repeat = 0): Timer {
		const timer = new Timer(callback);
		timer.arm(interval, repeat);
		return timer;
	}

	/** Calls back every `interval` (ms). */
	static repeat(callback: Callback, interval: number): Timer {
		return Timer.set(callback, interval, interval);
	}

	/** Changes a timer's intervals (ms); without any it rests until it is scheduled again. */
	static schedule(timer: Timer, interval?: number, repeat = 0): void {
		if (timer.cleared) throw new Error("timer: cleared");
		if (interval === undefined) {
			timer.rest();
			timer.repeat = Number.POSITIVE_INFINITY;
		} else timer.arm(interval, repeat);
	}

	/** Ends a timer. */
	static clear(timer: Timer | undefined | null): void {
		if (!timer) return;
		timer.rest();
		timer.cleared = true;
	}

	/** Drops all timers, as a power cut does; for a process that runs one meter after another. */
	static reset(): void {
		scheduled.length = 0;
	}

	/**
	 * Advances the clock to `frames` and calls back every timer due by then, each at its own time or,
	 * if a callback waited, later. The clock is then at `frames` or later.
	 */
	static advance(frames: number): void {
		for (;;) {
			let next: Timer | undefined;
			for (let i = 0; i < scheduled.length; i++) {
				const timer = scheduled[i];
				if (timer.due <= frames && (next === undefined || timer.due < next.due)) next = timer;
			}
			if (next === undefined) break;
			if (next.due > clock.frames) clock.frames = next.due;
			next.fire();
		}
		if (frames > clock.frames) clock.frames = frames;
	}

	/** Frames from `now` to the next callback, or {@link NO_TIMER}. */
	static framesToNext(now = clock.frames): number {
		let due = Number.POSITIVE_INFINITY;
		for (let i = 0; i < scheduled.length; i++) if (scheduled[i].due < due) due = scheduled[i].due;
		return due === Number.POSITIVE_INFINITY ? NO_TIMER : Math.max(0, due - now);
	}

	private arm(interval: number, repeat: number): void {
		if (scheduled.indexOf(this) < 0) scheduled.push(this);
		this.due = clock.frames + framesOf(interval);
		this.repeat = framesOf(repeat);
	}

	private rest(): void {
		const index = scheduled.indexOf(this);
		if (index < 0) return;
		const last = scheduled.pop();
		if (last && last !== this) scheduled[index] = last;
	}

	private fire(): void {
		const due = this.due;
		this.callback(this);
		if (this.cleared || this.due !== due) return;
		if (this.repeat === Number.POSITIVE_INFINITY) return;
		if (this.repeat === 0) Timer.clear(this);
		else this.due = due + this.repeat;
	}
}

/** The part of Moddable's declaration that this class implements; checked by the compiler. */
export type Conforms = Pick<typeof Declared, "set" | "repeat" | "schedule" | "clear">;
