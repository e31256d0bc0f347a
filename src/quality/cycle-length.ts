/**
 * The length of a cycle by which the analyser places its points: that by which the voltages'
 * fundamentals have turned from window to window (metrology/frequency). The kernel's carrier counts
 * while there are no two windows, and if the other is too far from it.
 *
 * The length is kept for the windows next to a step of the voltage, which can turn the fundamentals
 * and mislead the kernel's carrier. Compiled to machine code as well: docs/sample-path.md.
 */
import { Turn } from "metrology/frequency";
import { CYCLE_STEPS } from "metrology/trigonometry";

/** Windows that keep the length after a step, and most of them in a row. */
const KEPT_WINDOWS: i32 = 2;
const MOST_KEPT: i32 = 4;

/** A carrier that is off by more was not misled: the mains have another frequency. */
const MISSED: f64 = 0.12;

/** Most difference from the carrier. */
const LARGEST_DIFFERENCE: f64 = 0.01;

export class CycleLength {
	/** Step of the carrier by which the window is analysed; 0 before the first. */
	step: f64 = 0;
	/** The turn of the voltages' fundamentals in the windows that were analysed. */
	readonly turn: Turn = new Turn();
	/** Windows that still keep the step, and those in a row that have. */
	private keep: i32 = 0;
	private kept: i32 = 0;
	/** True while a voltage is outside its limits. */
	private outside: bool = false;

	/** Begins again, since frames are missing. */
	restart(): void {
		this.keep = 0;
		this.outside = false;
		this.turn.restart();
	}

	/** Takes notice of a half cycle. @param outside true if a voltage is outside its limits */
	watch(outside: bool): void {
		if (outside === this.outside) return;
		this.outside = outside;
		this.keep = KEPT_WINDOWS;
	}

	/** Ends a window that has had the step. */
	close(cycles: f64): void {
		this.turn.close(cycles, (cycles * CYCLE_STEPS) / this.step);
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
		this.step = this.turn.near(carrier, LARGEST_DIFFERENCE);
	}
}
