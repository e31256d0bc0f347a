/** The memory of the analyser. Compiled to machine code as well: docs/sample-path.md. */
/// <reference path="../widths.d.ts" />

/** The analyser's arrays, made by its user: machine code has its own kind. All hold zeros. */
export class AnalyserMemory {
	/** RESULTS numbers (quality/results). */
	readonly results: StaticArray<f64>;
	/** Lengths in quality/fold, quality/spline, quality/recorder and quality/spectrum. */
	readonly folds: StaticArray<i32>;
	readonly spline: StaticArray<i32>;
	readonly records: StaticArray<i32>;
	readonly real: StaticArray<f64>;
	readonly imaginary: StaticArray<f64>;
	readonly cosines: StaticArray<f64>;
	/** CHANNELS numbers each; the limits are 2 × 3. */
	readonly point: StaticArray<i32>;
	readonly merged: StaticArray<i32>;
	/** CHANNELS numbers, then three. */
	readonly squares: StaticArray<f64>;
	readonly peaks: StaticArray<i32>;
	readonly limits: StaticArray<f64>;

	constructor(
		results: StaticArray<f64>,
		folds: StaticArray<i32>,
		spline: StaticArray<i32>,
		records: StaticArray<i32>,
		real: StaticArray<f64>,
		imaginary: StaticArray<f64>,
		cosines: StaticArray<f64>,
		point: StaticArray<i32>,
		merged: StaticArray<i32>,
		squares: StaticArray<f64>,
		peaks: StaticArray<i32>,
		limits: StaticArray<f64>,
	) {
		this.results = results;
		this.folds = folds;
		this.spline = spline;
		this.records = records;
		this.real = real;
		this.imaginary = imaginary;
		this.cosines = cosines;
		this.point = point;
		this.merged = merged;
		this.squares = squares;
		this.peaks = peaks;
		this.limits = limits;
	}
}
