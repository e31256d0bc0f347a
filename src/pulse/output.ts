/**
 * The pulses of one output, and when they go out. A pin is high for the width of a pulse, then low
 * for at least as long.
 *
 * The pulses of a window are known only when it is over, so they are spread evenly over a time as
 * long as the window, one window later. Window follows window without a gap, however irregularly
 * the front end delivers: at a steady load the pulses come at steady intervals. The crystals of
 * front end and clock differ: windows are moved by parts too small to be seen in an interval.
 */
import type { Clock, DigitalIO, DigitalPins } from "board";
import restingTimer from "resting-timer";
import Timer from "timer";

const US_PER_MS = 1000;

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
export class Spreading {
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

/** One pulse output. */
export default class PulseOutput {
	/** Length of the next pulse. */
	widthMs: number;
	private readonly pins: DigitalPins;
	private readonly number: DigitalPins["led"];
	private pin: DigitalIO | undefined;
	private readonly clock: Clock;
	private readonly spreading: Spreading;
	/** Expires at the end of a pulse or at the start of the next; rests while none is due. */
	private readonly timer: Timer;
	/** Pulses of energy that was counted, less those that have begun. */
	private pulses = 0;
	/**
	 * Of these, the part of earlier windows that was held back when the last one came, and the part
	 * that the last one added.
	 */
	private earlier = 0;
	private latest = 0;
	private high = false;
	/** Length of the pulse that began last, and at least of the pause after it. */
	private lengthMs = 0;
	/** True while no pulse may begin. */
	private paused = false;
	/** Time at which the pulse in progress ends, or the earliest time of the next. */
	private earliestMs = 0;

	/**
	 * @param pin number of the pin
	 * @param spreading of the windows, shared by all outputs
	 * @param widthMs length of a pulse
	 */
	constructor(
		pins: DigitalPins,
		pin: DigitalPins["led"],
		clock: Clock,
		spreading: Spreading,
		widthMs: number,
	) {
		this.pins = pins;
		this.number = pin;
		this.clock = clock;
		this.spreading = spreading;
		this.widthMs = widthMs;
		this.timer = restingTimer(() => this.toggle());
	}

	/** Opens the pin. */
	start(): void {
		const { io } = this.pins;
		this.pin = new io({ pin: this.number, mode: io.Output });
	}

	/** Pulses that are due, whole and fraction; they must survive a power cut. */
	get pending(): number {
		return this.pulses;
	}

	/**
	 * Sets the pulses that are due, not negative: after a power cut, or because pulses get another
	 * meaning.
	 */
	set pending(pulses: number) {
		this.pulses = pulses >= 0 && pulses < Number.POSITIVE_INFINITY ? pulses : 0;
		this.earlier = 0;
		this.latest = 0;
		if (!this.high) this.scheduleNext();
	}

	/** Begins no pulse until {@link resume}; one in progress ends as it began. */
	pause(): void {
		this.paused = true;
		if (!this.high) this.scheduleNext();
	}

	/** Continues with the pulses that are due. */
	resume(): void {
		this.paused = false;
		if (!this.high) this.scheduleNext();
	}

	/**
	 * To be called before the spreading takes a window: keeps what is still held back of those
	 * before.
	 */
	hold(now: number): void {
		const { from, turn, end } = this.spreading;
		if (now < turn) this.earlier = this.latest + (this.earlier * (turn - now)) / (turn - from);
		else if (now < end) this.earlier = (this.latest * (end - now)) / (end - turn);
		else this.earlier = 0;
	}

	/**
	 * To be called when the spreading has taken the window.
	 * @param pulses that it has brought, whole and fraction
	 */
	add(pulses: number): void {
		this.latest = pulses;
		this.pulses += pulses;
		if (!this.high) this.scheduleNext();
	}

	/** Begins or ends a pulse. */
	private toggle(): void {
		// A timeout may be short by the timer's step.
		if (this.nowMs < this.earliestMs) {
			this.waitUntil(this.earliestMs);
			return;
		}
		this.high = !this.high;
		this.pin?.write(this.high ? 1 : 0);
		if (this.high) {
			// A pulse is counted when it begins, by the receiver too.
			this.pulses -= 1;
			this.lengthMs = this.widthMs;
		}
		this.earliestMs = this.nowMs + this.lengthMs;
		if (this.high) this.waitUntil(this.earliestMs);
		else this.scheduleNext();
	}

	/** Sets the timer for the next pulse. */
	private scheduleNext(): void {
		if (this.paused || this.pulses < 1) Timer.schedule(this.timer);
		else this.waitUntil(Math.max(this.due(), this.earliestMs));
	}

	private waitUntil(timeMs: number): void {
		const wait = Math.max(this.clock.timerResolutionMs, timeMs - this.nowMs);
		Timer.schedule(this.timer, wait, wait);
	}

	/** Milliseconds at which what is not held back reaches a whole pulse, if one is pending. */
	private due(): number {
		const { from, turn, end } = this.spreading;
		const held = this.pulses - 1;
		if (held >= this.latest + this.earlier) return from;
		if (held >= this.latest) return turn - ((held - this.latest) / this.earlier) * (turn - from);
		return end - (held / this.latest) * (end - turn);
	}

	private get nowMs(): number {
		return this.clock.microseconds / US_PER_MS;
	}
}
