/**
 * RMS of the voltages over one cycle, again each half cycle (IEC 61000-4-30, from memory), as mean
 * squares. Half cycles are of the measured frequency and of no phase's own zero crossings. Compiled
 * to machine code as well: docs/sample-path.md.
 */
import { CYCLE_POINTS } from "quality/fold";
import { HALF_SQUARES, HALVES, HALVES_KEPT, OUTSIDE } from "quality/results";

export class HalfCycles {
	private readonly results: StaticArray<f64>;
	/** Limits of each phase's mean square, low and high. */
	private readonly limits: StaticArray<f64>;
	private sum1: i64 = 0;
	private sum2: i64 = 0;
	private sum3: i64 = 0;
	/** Sums of the half cycle before. */
	private before1: i64 = 0;
	private before2: i64 = 0;
	private before3: i64 = 0;
	/** Points in a cycle, times the square of what is left of a voltage at each. */
	private points: f64 = CYCLE_POINTS as f64;
	/** True if there is a half cycle before. */
	private follows: bool = false;
	/** True if a voltage was outside its limits in the last whole cycle. */
	outside: bool = false;

	/** @param limits two places a phase; 0 as the high limit is none */
	constructor(results: StaticArray<f64>, limits: StaticArray<f64>) {
		this.results = results;
		this.limits = limits;
	}

	/** Sets what is left of a voltage at the points. */
	setResponse(response: f64): void {
		this.points = (CYCLE_POINTS as f64) * response * response;
	}

	/** Adds a point. */
	add(point: StaticArray<i32>): void {
		const v1: i64 = point[0] as i64;
		const v2: i64 = point[2] as i64;
		const v3: i64 = point[4] as i64;
		this.sum1 += v1 * v1;
		this.sum2 += v2 * v2;
		this.sum3 += v3 * v3;
	}

	/** Ends a half cycle. */
	close(): void {
		if (this.follows) this.note();
		this.before1 = this.sum1;
		this.before2 = this.sum2;
		this.before3 = this.sum3;
		this.follows = true;
		this.sum1 = 0;
		this.sum2 = 0;
		this.sum3 = 0;
	}

	/** Forgets what was added, since points are missing. */
	restart(): void {
		this.follows = false;
		this.outside = false;
		this.sum1 = 0;
		this.sum2 = 0;
		this.sum3 = 0;
	}

	private note(): void {
		const results = this.results;
		const number: i32 = results[HALVES] as i32;
		const at: i32 = HALF_SQUARES + 3 * (number & (HALVES_KEPT - 1));
		const points: f64 = this.points;
		results[at] = ((this.before1 + this.sum1) as f64) / points;
		results[at + 1] = ((this.before2 + this.sum2) as f64) / points;
		results[at + 2] = ((this.before3 + this.sum3) as f64) / points;
		this.outside = this.leaves(at, 0) || this.leaves(at, 1) || this.leaves(at, 2);
		if (this.outside) results[OUTSIDE] += 1;
		// Numbers stay below 2^31, which conversions need.
		results[HALVES] = number === 0x7fffffff ? 0 : ((number + 1) as f64);
	}

	private leaves(at: i32, phase: i32): bool {
		const square: f64 = this.results[at + phase];
		const high: f64 = this.limits[2 * phase + 1];
		return square < this.limits[2 * phase] || (high > 0 && square > high);
	}
}
