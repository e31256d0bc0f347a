/**
 * The length of a cycle by which the analyser places its points: that by which the voltages'
 * fundamentals have turned from window to window. Interharmonics and flicker move zero crossings,
 * and with them the kernel's carrier, some thirty times as much: a window is a narrower filter than
 * the kernel's integral. The carrier's length counts while there are no two windows, and if the
 * other is too far from it.
 *
 * Two windows of L frames and N cycles each, whose fundamentals are at an angle of φ, have
 *
 *     (N + N' + φ/π) / (L + L')
 *
 * cycles a frame. The length is kept for the windows next to a step of the voltage: it can hide a
 * zero crossing from the kernel, whose carrier is then up to a tenth too slow for one window, and
 * turn the fundamentals. Compiled to machine code as well: docs/sample-path.md.
 */
import { CYCLE_STEPS, TURN } from "metrology/carrier";

/** Windows that keep the length after a step, and most of them in a row. */
const KEPT_WINDOWS: i32 = 2;
const MOST_KEPT: i32 = 4;

/** A carrier that is off by more has missed no crossing: the mains have another frequency. */
const MISSED: f64 = 0.12;

/** Tangent of the largest angle of two fundamentals, and most difference from the carrier. */
const LARGEST_TANGENT: f64 = 0.25;
const LARGEST_DIFFERENCE: f64 = 0.01;

export class CycleLength {
	/** Step of the carrier by which the window is analysed; 0 before the first. */
	step: f64 = 0;
	/** Windows that still keep the step, and those in a row that have. */
	private keep: i32 = 0;
	private kept: i32 = 0;
	/** True while a voltage is outside its limits. */
	private outside: bool = false;
	private readonly voltage1: Fundamental = new Fundamental();
	private readonly voltage2: Fundamental = new Fundamental();
	private readonly voltage3: Fundamental = new Fundamental();
	/** Cycles and frames of the last window and of the one before; 0: there is none. */
	private cycles: f64 = 0;
	private frames: f64 = 0;
	private cyclesBefore: f64 = 0;
	private framesBefore: f64 = 0;

	/** Begins again, since frames are missing. */
	restart(): void {
		this.keep = 0;
		this.outside = false;
		this.cycles = 0;
		this.frames = 0;
	}

	/** Takes notice of a half cycle. @param outside true if a voltage is outside its limits */
	watch(outside: bool): void {
		if (outside === this.outside) return;
		this.outside = outside;
		this.keep = KEPT_WINDOWS;
	}

	/** Takes a voltage's fundamental in the window that ends, 0..2. */
	note(phase: i32, real: f64, imaginary: f64): void {
		if (phase === 0) this.voltage1.turn(real, imaginary);
		else if (phase === 1) this.voltage2.turn(real, imaginary);
		else this.voltage3.turn(real, imaginary);
	}

	/** Ends a window that has had the step. */
	close(cycles: i32): void {
		this.cyclesBefore = this.cycles;
		this.framesBefore = this.frames;
		this.cycles = cycles as f64;
		this.frames = (this.cycles * CYCLE_STEPS) / this.step;
	}

	/** Sets the step of the window that begins, unless a step of the voltage may have misled it. */
	follow(carrier: f64): void {
		const change: f64 = Math.abs(carrier - this.step);
		if (this.keep > 0 && this.kept < MOST_KEPT && change < MISSED * this.step) {
			this.keep--;
			this.kept++;
			return;
		}
		this.keep = 0;
		this.kept = 0;
		const turned: f64 = this.turned();
		const near: bool = Math.abs(turned - carrier) < LARGEST_DIFFERENCE * carrier;
		this.step = near ? turned : carrier;
	}

	/** The step by which the fundamentals have turned; 0: not known. */
	private turned(): f64 {
		if (this.cyclesBefore === 0 || this.cycles === 0) return 0;
		const along: f64 = this.voltage1.along + this.voltage2.along + this.voltage3.along;
		const across: f64 = this.voltage1.across + this.voltage2.across + this.voltage3.across;
		if (!(Math.abs(across) < LARGEST_TANGENT * along)) return 0;
		const t: f64 = across / along;
		// The series of the arctangent, to 1e-5.
		const angle: f64 = t * (1 - (t * t * (1 - 0.6 * t * t)) / 3);
		const cycles: f64 = this.cyclesBefore + this.cycles + (2 * angle) / TURN;
		return (cycles * CYCLE_STEPS) / (this.framesBefore + this.frames);
	}
}

/** A voltage's fundamental in the last window. */
class Fundamental {
	/** Its product with the one before, which the angle between them has turned. */
	along: f64 = 0;
	across: f64 = 0;
	private real: f64 = 0;
	private imaginary: f64 = 0;

	turn(real: f64, imaginary: f64): void {
		this.along = real * this.real + imaginary * this.imaginary;
		this.across = imaginary * this.real - real * this.imaginary;
		this.real = real;
		this.imaginary = imaginary;
	}
}
