/**
 * Treats a run of samples as one period of a band-limited periodic signal, so that it can be
 * repeated without a jump and read at any instant. The period need not be a whole number of
 * samples.
 */
import {
	type Complex,
	chirpSum,
	complexZeros,
	multiply,
	powerOfTwo,
	transform,
} from "./fourier.ts";

/** Iterations after which the fit is accepted as it is; it needs about ten. */
const MAXIMUM_ITERATIONS = 60;

/** Residual, relative to the right-hand side, that ends the fit. */
const TOLERANCE = 1e-11;

/**
 * Weight of each sample in an integral over a period: half the distance to both neighbours, where
 * the last sample is next to the first one of the next period. The weights sum to the period.
 */
function periodWeights(length: number, period: number): Float64Array {
	const weights = new Float64Array(length).fill(1);
	const edge = (1 + period - (length - 1)) / 2;
	weights[0] = edge;
	weights[length - 1] = edge;
	return weights;
}

/**
 * Fits Σ c_k · exp(j2πkn/period), k = −harmonics .. harmonics, to samples n = 0 .. length − 1 by
 * weighted least squares. The normal equations are Toeplitz and close to the identity, so
 * conjugate gradients over the fast transform solve them in a few steps.
 */
export class PeriodicFit {
	readonly #period: number;
	readonly #harmonics: number;
	readonly #weights: Float64Array;
	/** Transform of the circulant that contains the Toeplitz matrix. */
	readonly #kernel: Complex;

	/** @param harmonics below half the number of samples; otherwise the fit is undetermined */
	constructor(length: number, period: number, harmonics: number) {
		this.#period = period;
		this.#harmonics = harmonics;
		this.#weights = periodWeights(length, period);
		const sums = this.#sums(new Float64Array(length).fill(1), 2 * harmonics);
		this.#kernel = complexZeros(powerOfTwo(4 * harmonics + 2));
		const size = this.#kernel.re.length;
		for (let d = 0; d <= 2 * harmonics; d++) {
			this.#kernel.re[d] = sums.re[d] as number;
			this.#kernel.im[d] = sums.im[d] as number;
			this.#kernel.re[(size - d) % size] = sums.re[d] as number;
			this.#kernel.im[(size - d) % size] = d === 0 ? 0 : -(sums.im[d] as number);
		}
		transform(this.#kernel, -1);
	}

	/** Σ w_n x_n exp(−j2πkn/period), k = 0 .. last. */
	#sums(samples: Float64Array, last: number): Complex {
		const weighted = {
			re: samples.map((value, n) => value * (this.#weights[n] as number)),
			im: new Float64Array(samples.length),
		};
		return chirpSum(weighted, (2 * Math.PI) / this.#period, 0, last + 1);
	}

	/** Returns c_0 .. c_harmonics; those below 0 are their conjugates. */
	coefficients(samples: Float64Array): Complex {
		const harmonics = this.#harmonics;
		const length = 2 * harmonics + 1;
		const half = this.#sums(samples, harmonics);
		const residual = complexZeros(length);
		for (let k = 0; k <= harmonics; k++) {
			residual.re[harmonics + k] = residual.re[harmonics - k] = half.re[k] as number;
			residual.im[harmonics + k] = half.im[k] as number;
			residual.im[harmonics - k] = -(half.im[k] as number);
		}
		residual.im[harmonics] = 0;
		const solution = complexZeros(length);
		const direction = { re: residual.re.slice(), im: residual.im.slice() };
		let energy = dot(residual, residual);
		const goal = energy * TOLERANCE ** 2;
		for (let iteration = 0; iteration < MAXIMUM_ITERATIONS && energy > goal; iteration++) {
			const image = this.#apply(direction);
			const step = energy / dot(direction, image);
			add(solution, direction, step);
			add(residual, image, -step);
			const next = dot(residual, residual);
			for (let i = 0; i < length; i++) {
				direction.re[i] =
					(residual.re[i] as number) + (next / energy) * (direction.re[i] as number);
				direction.im[i] =
					(residual.im[i] as number) + (next / energy) * (direction.im[i] as number);
			}
			energy = next;
		}
		return { re: solution.re.slice(harmonics), im: solution.im.slice(harmonics) };
	}

	#apply(vector: Complex): Complex {
		const size = this.#kernel.re.length;
		const work = complexZeros(size);
		work.re.set(vector.re);
		work.im.set(vector.im);
		transform(work, -1);
		multiply(work, this.#kernel);
		transform(work, 1);
		const length = vector.re.length;
		return {
			re: work.re.subarray(0, length).map((value) => value / size),
			im: work.im.subarray(0, length).map((value) => value / size),
		};
	}
}

/**
 * Returns `points` values, evenly spaced over one period from its start, of a signal with the
 * coefficients `c`. Those above half of `points` fold, as in sampling.
 */
export function valuesOf(c: Complex, points: number): Float64Array {
	const mean = c.re[0] as number;
	return chirpSum(c, (-2 * Math.PI) / points, 0, points).re.map((value) => 2 * value - mean);
}

function dot(a: Complex, b: Complex): number {
	let sum = 0;
	for (let i = 0; i < a.re.length; i++)
		sum += (a.re[i] as number) * (b.re[i] as number) + (a.im[i] as number) * (b.im[i] as number);
	return sum;
}

function add(to: Complex, vector: Complex, factor: number): void {
	for (let i = 0; i < to.re.length; i++) {
		to.re[i] = (to.re[i] as number) + factor * (vector.re[i] as number);
		to.im[i] = (to.im[i] as number) + factor * (vector.im[i] as number);
	}
}
