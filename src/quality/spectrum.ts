/**
 * From the folds of a window (quality/fold) to the subgroups of its harmonics. Compiled to machine
 * code as well: docs/sample-path.md.
 *
 * With X(k) line k of the window, N lines to a harmonic, the subgroup of harmonic h is (IEC
 * 61000-4-7, from memory)
 *
 *     G² = |X(N·h − 1)|² + |X(N·h)|² + |X(N·h + 1)|²
 *
 * X(N·h) is line h of the fold A, two channels at a time as one complex signal. With
 * Y = Σ over p of (C − jS)(p)·exp(−2πj·p/(N·P))·exp(−2πj·p·n/P) of P points, X(N·h + 1) is Y at
 * n = h, and X(N·h − 1) is the conjugate of Y at n = −h.
 */
import { response } from "metrology/channels";
import { cosine, sine, TURN } from "metrology/trigonometry";
import { CYCLE_POINTS, FOLDS, POINT_SUMS } from "quality/fold";
import {
	DISTORTIONS,
	FUNDAMENTALS,
	HARMONICS,
	MEANS,
	ORDER_SQUARES,
	SUBGROUPS,
} from "quality/results";
import { splineResponse } from "quality/spline";
import { CHANNELS } from "sampling";

/** Length of the table of cosines: a cycle. */
export const COSINES: i32 = CYCLE_POINTS;
const QUARTER: i32 = CYCLE_POINTS / 4;

export class Spectrum {
	/** The signal, and after its transform its lines (see {@link placeOf}). */
	private readonly real: StaticArray<f64>;
	private readonly imaginary: StaticArray<f64>;
	private readonly cosines: StaticArray<f64>;

	/**
	 * @param real CYCLE_POINTS places, as `imaginary`
	 * @param cosines {@link COSINES} places
	 */
	constructor(real: StaticArray<f64>, imaginary: StaticArray<f64>, cosines: StaticArray<f64>) {
		this.real = real;
		this.imaginary = imaginary;
		this.cosines = cosines;
		const angle: f64 = TURN / (CYCLE_POINTS as f64);
		const turnCosine: f64 = cosine(angle);
		const turnSine: f64 = sine(angle);
		let c: f64 = 1;
		let s: f64 = 0;
		for (let i: i32 = 0; i < COSINES; i++) {
			cosines[i] = c;
			const next: f64 = c * turnCosine - s * turnSine;
			s = s * turnCosine + c * turnSine;
			c = next;
		}
	}

	/**
	 * Writes the subgroups of all channels, in steps of the kernel.
	 * @param cycles of the window
	 * @param omega of the fundamental, rad a frame
	 */
	analyse(sums: StaticArray<i32>, results: StaticArray<f64>, cycles: i32, omega: f64): void {
		for (let phase: i32 = 0; phase < 3; phase++) {
			const channel: i32 = 2 * phase;
			this.transformPair(sums, channel);
			this.noteLines(results, channel);
			this.transformNeighbours(sums, channel, cycles);
			this.addNeighbours(results, channel);
			this.transformNeighbours(sums, channel + 1, cycles);
			this.addNeighbours(results, channel + 1);
		}
		this.scale(results, cycles, omega);
	}

	/** Transforms the folds A of a channel and the next one, as real and imaginary part. */
	private transformPair(sums: StaticArray<i32>, channel: i32): void {
		let at: i32 = FOLDS * channel;
		for (let p: i32 = 0; p < CYCLE_POINTS; p++) {
			this.real[p] = sums[at] as f64;
			this.imaginary[p] = sums[at + FOLDS] as f64;
			at += POINT_SUMS;
		}
		this.transform();
	}

	/** Sets the subgroups of two channels to the squares of their own lines, and their means. */
	private noteLines(results: StaticArray<f64>, channel: i32): void {
		results[MEANS + channel] = this.real[0];
		results[MEANS + channel + 1] = this.imaginary[0];
		const first: i32 = SUBGROUPS + HARMONICS * channel - 1;
		const second: i32 = first + HARMONICS;
		for (let h: i32 = 1; h <= HARMONICS; h++) {
			const place: i32 = placeOf(h);
			const opposite: i32 = placeOf(CYCLE_POINTS - h);
			const sumReal: f64 = this.real[place] + this.real[opposite];
			const sumImaginary: f64 = this.imaginary[place] + this.imaginary[opposite];
			const differenceReal: f64 = this.real[place] - this.real[opposite];
			const differenceImaginary: f64 = this.imaginary[place] - this.imaginary[opposite];
			results[first + h] = (sumReal * sumReal + differenceImaginary * differenceImaginary) / 4;
			results[second + h] = (sumImaginary * sumImaginary + differenceReal * differenceReal) / 4;
			if (h > 1) continue;
			results[FUNDAMENTALS + channel] = sumReal;
			results[FUNDAMENTALS + channel + 1] = differenceImaginary;
		}
	}

	/** Transforms C − jS of a channel, turned back along the cycle. */
	private transformNeighbours(sums: StaticArray<i32>, channel: i32, cycles: i32): void {
		const angle: f64 = TURN / ((cycles * CYCLE_POINTS) as f64);
		const turnCosine: f64 = cosine(angle);
		const turnSine: f64 = sine(angle);
		let c: f64 = 1;
		let s: f64 = 0;
		let at: i32 = FOLDS * channel + 1;
		for (let p: i32 = 0; p < CYCLE_POINTS; p++) {
			const inPhase: f64 = sums[at] as f64;
			const across: f64 = sums[at + 1] as f64;
			this.real[p] = inPhase * c - across * s;
			this.imaginary[p] = -(across * c + inPhase * s);
			const next: f64 = c * turnCosine - s * turnSine;
			s = s * turnCosine + c * turnSine;
			c = next;
			at += POINT_SUMS;
		}
		this.transform();
	}

	/** Adds the squares of the lines next to those of the harmonics to a channel's subgroups. */
	private addNeighbours(results: StaticArray<f64>, channel: i32): void {
		const first: i32 = SUBGROUPS + HARMONICS * channel - 1;
		for (let h: i32 = 1; h <= HARMONICS; h++)
			results[first + h] += this.squareAt(placeOf(h)) + this.squareAt(placeOf(CYCLE_POINTS - h));
	}

	private squareAt(place: i32): f64 {
		const real: f64 = this.real[place];
		const imaginary: f64 = this.imaginary[place];
		return real * real + imaginary * imaginary;
	}

	/** Turns the lines' squares into mean squares, without the loss in filters and spline. */
	private scale(results: StaticArray<f64>, cycles: i32, omega: f64): void {
		const points: f64 = (cycles * CYCLE_POINTS) as f64;
		for (let channel: i32 = 0; channel < CHANNELS; channel++) {
			results[MEANS + channel] /= points;
			results[DISTORTIONS + channel] = 0;
			results[ORDER_SQUARES + channel] = 0;
		}
		for (let h: i32 = 1; h <= HARMONICS; h++) {
			const left: f64 = response(omega * (h as f64)) * splineResponse(omega * (h as f64));
			const factor: f64 = 2 / (points * points * left * left);
			const order: f64 = (h * h) as f64;
			for (let channel: i32 = 0; channel < CHANNELS; channel++) {
				const place: i32 = SUBGROUPS + HARMONICS * channel + h - 1;
				const square: f64 = results[place] * factor;
				results[place] = square;
				if (h > 1) results[DISTORTIONS + channel] += square;
				results[ORDER_SQUARES + channel] += order * square;
			}
		}
	}

	/**
	 * Discrete Fourier transform in place: three stages of four, of blocks of 128, 32 and 8, and one
	 * of two. {@link placeOf} says where a line ends up.
	 */
	private transform(): void {
		for (let block: i32 = CYCLE_POINTS; block > 2; block >>= 2) this.divideByFour(block);
		const real = this.real;
		const imaginary = this.imaginary;
		for (let a: i32 = 0; a < CYCLE_POINTS; a += 2) {
			const differenceReal: f64 = real[a] - real[a + 1];
			const differenceImaginary: f64 = imaginary[a] - imaginary[a + 1];
			real[a] += real[a + 1];
			imaginary[a] += imaginary[a + 1];
			real[a + 1] = differenceReal;
			imaginary[a + 1] = differenceImaginary;
		}
	}

	/** Makes four blocks of each: their lines are those of its lines 4n, 4n + 1, 4n + 2, 4n + 3. */
	private divideByFour(block: i32): void {
		const real = this.real;
		const imaginary = this.imaginary;
		const quarter: i32 = block >> 2;
		const step: i32 = (CYCLE_POINTS / block) | 0;
		for (let n: i32 = 0; n < quarter; n++) {
			const c1: f64 = this.cosines[n * step];
			const s1: f64 = this.sineOf(n * step);
			const c2: f64 = c1 * c1 - s1 * s1;
			const s2: f64 = 2 * c1 * s1;
			const c3: f64 = c1 * c2 - s1 * s2;
			const s3: f64 = s1 * c2 + c1 * s2;
			for (let a: i32 = n; a < CYCLE_POINTS; a += block) {
				const b: i32 = a + quarter;
				const c: i32 = b + quarter;
				const d: i32 = c + quarter;
				const evenReal: f64 = real[a] + real[c];
				const evenImaginary: f64 = imaginary[a] + imaginary[c];
				const acrossReal: f64 = real[a] - real[c];
				const acrossImaginary: f64 = imaginary[a] - imaginary[c];
				const oddReal: f64 = real[b] + real[d];
				const oddImaginary: f64 = imaginary[b] + imaginary[d];
				const turnedReal: f64 = imaginary[b] - imaginary[d];
				const turnedImaginary: f64 = real[d] - real[b];
				real[a] = evenReal + oddReal;
				imaginary[a] = evenImaginary + oddImaginary;
				const real1: f64 = acrossReal + turnedReal;
				const imaginary1: f64 = acrossImaginary + turnedImaginary;
				real[b] = real1 * c1 + imaginary1 * s1;
				imaginary[b] = imaginary1 * c1 - real1 * s1;
				const real2: f64 = evenReal - oddReal;
				const imaginary2: f64 = evenImaginary - oddImaginary;
				real[c] = real2 * c2 + imaginary2 * s2;
				imaginary[c] = imaginary2 * c2 - real2 * s2;
				const real3: f64 = acrossReal - turnedReal;
				const imaginary3: f64 = acrossImaginary - turnedImaginary;
				real[d] = real3 * c3 + imaginary3 * s3;
				imaginary[d] = imaginary3 * c3 - real3 * s3;
			}
		}
	}

	/** sin x is cos (x − 90°). */
	private sineOf(place: i32): f64 {
		return this.cosines[(place + CYCLE_POINTS - QUARTER) & (CYCLE_POINTS - 1)];
	}
}

/** The place of line `k` after a transform: its digits to the base 4, 4, 4 and 2, reversed. */
function placeOf(k: i32): i32 {
	return ((k & 3) << 5) | (((k >> 2) & 3) << 3) | (((k >> 4) & 3) << 1) | (k >> 6);
}
