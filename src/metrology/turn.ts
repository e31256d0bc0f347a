/**
 * The frequency of the mains, by the turn of the voltages' fundamentals from window to window.
 * Dips, interharmonics and flicker move zero crossings some thirty times as much: a window is a
 * narrower filter than the integral that they are looked for in. Compiled to machine code as well:
 * docs/sample-path.md.
 *
 * A window of L frames is correlated with N cycles of a reference. If the fundamentals of two
 * successive windows are at an angle of φ, the mains have
 *
 *     (N + N' + φ/π) / (L + L')
 *
 * cycles a frame between the middles of the two.
 */
import { CYCLE_STEPS, TURN } from "metrology/carrier";

/** Tangent of the largest angle: 0.2 Hz between windows of 0.2 s. */
const LARGEST_TANGENT: f64 = 0.25;

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
