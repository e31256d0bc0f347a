/**
 * The frequency of the mains. Rising zero crossings of the reference voltage's fundamental pace the
 * windows and tell it; the turn of the voltages' fundamentals from window to window tells it finer.
 * Compiled to machine code as well: docs/sample-path.md.
 *
 * Crossings are looked for in a leaky integral of the voltage, `u += v − (u >> 8)`, in which a
 * harmonic is smaller by its order: notches and harmonics that make the voltage cross zero several
 * times a cycle do not make the integral do so. It lags the voltage by almost 90°, so that a window
 * begins near a peak; the lag is constant while the frequency is.
 *
 * Dips, interharmonics and flicker move crossings some thirty times as much as the turn: a window
 * is a narrower filter than the integral. A window of L frames is correlated with N cycles of a
 * reference. If the fundamentals of two successive windows are at an angle of φ, the mains have
 *
 *     (N + N' + φ/π) / (L + L')
 *
 * cycles a frame between the middles of the two.
 */
import { CYCLE_STEPS, TURN, whole } from "metrology/trigonometry";
import { CHANNELS, FRAME_RATE_HZ } from "sampling";

/** Frequencies outside which crossings are not those of the mains. */
export const LOWEST_HZ: f64 = 40;
export const HIGHEST_HZ: f64 = 70;

/** Frequency that is assumed before one is measured, and at which calibration constants hold. */
export const NOMINAL_HZ: f64 = 50;

/** Frames of the longest cycle of mains: two cycles of any are longer. */
const LONGEST_CYCLE: f64 = FRAME_RATE_HZ / LOWEST_HZ;

/** Longest time in which a step of the voltage hides crossings: 0.25 s. */
const LONGEST_HIDDEN: f64 = 0.25 * FRAME_RATE_HZ;

/** The integrator loses 2^−LEAK_SHIFT of itself each frame: its corner is 5 Hz. */
const LEAK_SHIFT: i32 = 8;

/**
 * Crossings after a restart that tell no frequency: meanwhile the mean that the integral began with
 * dies away, which moves the first ones by up to a quarter of a cycle.
 */
const UNSETTLED: i32 = 4;

/** The integral of a voltage that is present exceeds this: about 10 V peak at 50 Hz. */
const PRESENT: i32 = 160000;

/** The integral of a voltage that is present rises by more in the frame of a crossing. */
const LEAST_RISE: i32 = 1000;

/** Tangent of the largest turn: 0.2 Hz between windows of 0.2 s. */
const LARGEST_TANGENT: f64 = 0.25;

/**
 * Times are in frames from the window's start; a frame fills the time from its number to the next,
 * and the integral has its value at the frame's end.
 */
export class Crossings {
	/** Whole cycles between the first and the last crossing of the window. */
	cycles: i32 = 0;
	/** Frames between these two. */
	span: f64 = 0;
	/** Time of the last crossing: in this window or, not positive, the one before. */
	last: f64 = 0;
	/** Phase whose voltage is watched, 0..2. */
	phase: i32 = 0;
	private integral: i32 = 0;
	/** The last cycle in frames; 0: none. */
	private cycle: f64 = 0;
	/** True if crossings between the last two were hidden. */
	private hidden: bool = false;
	/** True if {@link last} is of this phase, settled, with no frames lost since. */
	private continuous: bool = false;
	/** Crossings still to come before one is settled. */
	private unsettled: i32 = UNSETTLED;
	/** True if the integral was low enough for a crossing to count. */
	private armed: bool = false;

	/** Watches the voltage of a phase, 0..2. */
	watch(phase: i32): void {
		if (phase === this.phase) return;
		this.phase = phase;
		this.restart();
	}

	/**
	 * Looks for a crossing in the frames from `frame` to before `end`.
	 * @param time at which the first frame begins
	 * @returns the end of the frame with the first crossing; 0 if there is none
	 */
	find(samples: StaticArray<i32>, frame: i32, end: i32, time: f64): i32 {
		let u: i32 = this.integral;
		let before: i32 = u;
		let armed: bool = this.armed;
		let at: i32 = frame * CHANNELS + 2 * this.phase;
		const stop: i32 = end * CHANNELS;
		let crossed: bool = false;
		while (at < stop && !crossed) {
			before = u;
			u += samples[at] - (u >> LEAK_SHIFT);
			if (u < -PRESENT) armed = true;
			crossed = armed && u >= 0;
			at += CHANNELS;
		}
		this.integral = u;
		this.armed = armed && !crossed;
		if (!crossed) return 0;
		const next: i32 = ((at - 2 * this.phase) / CHANNELS) | 0;
		const since: f64 = (u as f64) / ((u - before) as f64);
		this.note(time + ((next - frame) as f64) - since, u - before >= LEAST_RISE);
		return next;
	}

	/** @param present false: the voltage has gone, and the integral has run out */
	private note(crossing: f64, present: bool): void {
		if (this.continuous && present) {
			this.cycles += this.cyclesIn(crossing - this.last);
			this.span += crossing - this.last;
		}
		if (!present) this.unsettled = UNSETTLED;
		this.continuous = this.unsettled === 0;
		if (!this.continuous) this.unsettled--;
		this.last = crossing;
	}

	/**
	 * Cycles between two crossings. A step of the voltage leaves a mean in the integral that can hide
	 * crossings, once and not for long; else there was another frequency, or no voltage.
	 */
	private cyclesIn(frames: f64): i32 {
		if (frames <= LONGEST_CYCLE) {
			this.cycle = frames;
			this.hidden = false;
			return 1;
		}
		if (this.hidden || this.cycle === 0 || frames > LONGEST_HIDDEN) return 1;
		this.hidden = true;
		return whole(frames / this.cycle) as i32;
	}

	/** Forgets the last crossing, since the next is unrelated to it. */
	restart(): void {
		this.integral = 0;
		this.continuous = false;
		this.unsettled = UNSETTLED;
		this.armed = false;
		this.cycles = 0;
		this.span = 0;
	}

	/** Starts a new window at `time` of the last one. */
	open(time: f64): void {
		this.last -= time;
		this.cycles = 0;
		this.span = 0;
	}
}

export class Turn {
	private readonly voltage1: Fundamental = new Fundamental();
	private readonly voltage2: Fundamental = new Fundamental();
	private readonly voltage3: Fundamental = new Fundamental();
	/** Cycles of the reference and frames in the last window and in the one before; 0: none. */
	private cycles: f64 = 0;
	private frames: f64 = 0;
	private cyclesBefore: f64 = 0;
	private framesBefore: f64 = 0;

	/** Forgets the last window, since frames are missing. */
	restart(): void {
		this.cycles = 0;
		this.frames = 0;
	}

	/** Takes a voltage's fundamental in the window that ends, 0..2, by the reference. */
	note(phase: i32, real: f64, imaginary: f64): void {
		if (phase === 0) this.voltage1.take(real, imaginary);
		else if (phase === 1) this.voltage2.take(real, imaginary);
		else this.voltage3.take(real, imaginary);
	}

	/** Ends a window. @param cycles of the reference */
	close(cycles: f64, frames: f64): void {
		this.cyclesBefore = this.cycles;
		this.framesBefore = this.frames;
		this.cycles = cycles;
		this.frames = frames;
	}

	/**
	 * Step of a carrier of the mains frequency.
	 * @param step what it is about
	 * @param difference part of it by which it may be off at most
	 * @returns `step` itself if the turn is not known, or is that of another frequency
	 */
	near(step: f64, difference: f64): f64 {
		const turned: f64 = CYCLE_STEPS * this.cyclesAFrame;
		return Math.abs(turned - step) < difference * step ? turned : step;
	}

	/** Cycles of the mains in a frame; 0: not known, or the fundamentals have turned too far. */
	private get cyclesAFrame(): f64 {
		if (this.framesBefore === 0 || this.frames === 0) return 0;
		const along: f64 = this.voltage1.along + this.voltage2.along + this.voltage3.along;
		const across: f64 = this.voltage1.across + this.voltage2.across + this.voltage3.across;
		if (!(Math.abs(across) < LARGEST_TANGENT * along)) return 0;
		const t: f64 = across / along;
		// The series of the arctangent, to 1e-5.
		const angle: f64 = t * (1 - (t * t * (1 - 0.6 * t * t)) / 3);
		const cycles: f64 = this.cyclesBefore + this.cycles + (2 * angle) / TURN;
		return cycles / (this.framesBefore + this.frames);
	}
}

/** A voltage's fundamental in the last window. */
class Fundamental {
	/** Its product with the one before, which the angle between them has turned. */
	along: f64 = 0;
	across: f64 = 0;
	private real: f64 = 0;
	private imaginary: f64 = 0;

	take(real: f64, imaginary: f64): void {
		this.along = real * this.real + imaginary * this.imaginary;
		this.across = imaginary * this.real - real * this.imaginary;
		this.real = real;
		this.imaginary = imaginary;
	}
}
