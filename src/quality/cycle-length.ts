/**
 * The length of a cycle by which the analyser places its points: that of the kernel's carrier,
 * but for the windows next to a step of the voltage. A step can hide a zero crossing from the
 * kernel, whose carrier is then up to a tenth too slow for one window. Compiled to machine code as
 * well: docs/sample-path.md.
 */

/** Windows that keep the length after a step, and most of them in a row. */
const KEPT_WINDOWS: i32 = 2;
const MOST_KEPT: i32 = 4;

/** A carrier that is off by more has missed no crossing: the mains have another frequency. */
const MISSED: f64 = 0.12;

export class CycleLength {
	/** Step of the carrier by which the window is analysed; 0 before the first. */
	step: f64 = 0;
	/** Windows that still keep the step, and those in a row that have. */
	private keep: i32 = 0;
	private kept: i32 = 0;
	/** True while a voltage is outside its limits. */
	private outside: bool = false;

	/** Begins again, since frames are missing. */
	restart(): void {
		this.keep = 0;
		this.outside = false;
	}

	/** Takes notice of a half cycle. @param outside true if a voltage is outside its limits */
	watch(outside: bool): void {
		if (outside === this.outside) return;
		this.outside = outside;
		this.keep = KEPT_WINDOWS;
	}

	/** Takes the carrier's step for the window that begins, unless a step may have misled it. */
	follow(step: f64): void {
		const change: f64 = Math.abs(step - this.step);
		if (this.keep > 0 && this.kept < MOST_KEPT && change < MISSED * this.step) {
			this.keep--;
			this.kept++;
			return;
		}
		this.keep = 0;
		this.kept = 0;
		this.step = step;
	}
}
