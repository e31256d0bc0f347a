/** Finds the mains frequency in recorded voltages. */
import { chirpSum } from "./fourier.ts";

/** Range of the search, Hz: the frequencies that the meter measures. */
export const LOWEST_FREQUENCY = 40;
export const HIGHEST_FREQUENCY = 70;

/** Harmonics of the model: more gain nothing, fewer bias a short record. */
const HARMONICS = 15;

/**
 * Limit of samples times harmonics per evaluation, which bounds the time: long records need fewer
 * harmonics.
 */
const WORK = 500_000;

/**
 * Frequency of three voltages: the one at which a constant and harmonics, fitted by least squares,
 * leave the least residual, summed over the phases.
 * @returns Hz, or undefined if most of the voltage is not in the fundamental
 */
export function mainsFrequency(
	voltages: readonly Float64Array[],
	rate: number,
): number | undefined {
	const length = voltages[0]?.length ?? 0;
	const alternating = voltages.map(withoutMean);
	const total = alternating.reduce((sum, values) => sum + energyOf(values), 0);
	if (length < 8 || !(total > 0)) return undefined;
	const coarse = spectralPeak(alternating, rate);
	const band = Math.floor((0.45 * rate) / coarse);
	const harmonics = Math.max(1, Math.min(HARMONICS, band, Math.max(3, Math.floor(WORK / length))));
	const explained = (frequency: number, order: number): number =>
		alternating.reduce(
			(sum, values) => sum + explainedEnergy(values, (2 * Math.PI * frequency) / rate, order),
			0,
		);
	const reach = (0.6 * rate) / length;
	const frequency = maximum(
		(candidate) => explained(candidate, harmonics),
		Math.max(coarse - reach, 1),
		coarse + reach,
	);
	const inside = frequency >= LOWEST_FREQUENCY && frequency <= HIGHEST_FREQUENCY;
	return inside && explained(frequency, 1) > 0.5 * total ? frequency : undefined;
}

function withoutMean(values: Float64Array): Float64Array {
	const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
	return values.map((value) => value - mean);
}

function energyOf(values: Float64Array): number {
	return values.reduce((sum, value) => sum + value * value, 0);
}

/** Frequency of the largest line between the limits, to an eighth of a line's width. */
function spectralPeak(voltages: readonly Float64Array[], rate: number): number {
	const length = voltages[0]?.length ?? 0;
	const step = rate / (8 * length);
	const count = Math.ceil((HIGHEST_FREQUENCY - LOWEST_FREQUENCY) / step) + 1;
	const power = new Float64Array(count);
	for (const values of voltages) {
		const windowed = values.map(
			(value, n) => value * Math.sin((Math.PI * (n + 0.5)) / length) ** 2,
		);
		const lines = chirpSum(
			{ re: windowed, im: new Float64Array(length) },
			(2 * Math.PI * step) / rate,
			LOWEST_FREQUENCY / step,
			count,
		);
		for (let k = 0; k < count; k++)
			power[k] = (power[k] as number) + (lines.re[k] as number) ** 2 + (lines.im[k] as number) ** 2;
	}
	return (
		LOWEST_FREQUENCY +
		power.indexOf(power.reduce((highest, value) => Math.max(highest, value))) * step
	);
}

/** Finds the argument of the largest value between two limits, by golden section. */
function maximum(value: (x: number) => number, from: number, to: number): number {
	const ratio = (Math.sqrt(5) - 1) / 2;
	let [low, high] = [from, to];
	let [a, b] = [high - ratio * (high - low), low + ratio * (high - low)];
	let [atA, atB] = [value(a), value(b)];
	while (high - low > 1e-7) {
		if (atA > atB) {
			high = b;
			[b, atB] = [a, atA];
			a = high - ratio * (high - low);
			atA = value(a);
		} else {
			low = a;
			[a, atA] = [b, atB];
			b = low + ratio * (high - low);
			atB = value(b);
		}
	}
	return (low + high) / 2;
}

/**
 * Energy that a constant and `order` harmonics of the angle `omega` per sample explain. Time
 * counts from the middle, where cosines and sines are orthogonal to each other and the sums of
 * their products are closed forms.
 */
function explainedEnergy(values: Float64Array, omega: number, order: number): number {
	const length = values.length;
	const kernel = (multiple: number): number => {
		const half = (multiple * omega) / 2;
		return Math.abs(Math.sin(half)) < 1e-12 ? length : Math.sin(length * half) / Math.sin(half);
	};
	const cosines: number[] = [];
	const sines: number[] = [];
	for (let h = 0; h <= order; h++) {
		const [c, s] = centredSum(values, h * omega);
		cosines.push(c);
		if (h > 0) sines.push(s);
	}
	const cosineGram = cosines.map((_, h) =>
		cosines.map((_, k) => (kernel(h - k) + kernel(h + k)) / 2),
	);
	const sineGram = sines.map((_, h) =>
		sines.map((_, k) => (kernel(h - k) - kernel(h + k + 2)) / 2),
	);
	return quadraticForm(cosineGram, cosines) + quadraticForm(sineGram, sines);
}

/** Σ x cos(omega·t) and Σ x sin(omega·t), with t from the middle. */
function centredSum(values: Float64Array, omega: number): [number, number] {
	const [turnC, turnS] = [Math.cos(omega), Math.sin(omega)];
	const start = (-omega * (values.length - 1)) / 2;
	let [c, s] = [Math.cos(start), Math.sin(start)];
	let [sumC, sumS] = [0, 0];
	for (let n = 0; n < values.length; n++) {
		const value = values[n] as number;
		sumC += value * c;
		sumS += value * s;
		const next = c * turnC - s * turnS;
		s = s * turnC + c * turnS;
		c = next;
	}
	return [sumC, sumS];
}

/** bᵀ A⁻¹ b of a symmetric positive definite A, by Cholesky: |L⁻¹ b|². */
function quadraticForm(a: number[][], b: number[]): number {
	const lower: number[][] = [];
	const y: number[] = [];
	let sum = 0;
	for (let i = 0; i < b.length; i++) {
		const row: number[] = [];
		for (let j = 0; j <= i; j++) {
			let rest = a[i]?.[j] as number;
			for (let k = 0; k < j; k++) rest -= (row[k] as number) * ((lower[j] ?? row)[k] as number);
			row.push(j < i ? rest / (lower[j]?.[j] as number) : Math.sqrt(Math.max(rest, 1e-9)));
		}
		lower.push(row);
		let value = b[i] as number;
		for (let k = 0; k < i; k++) value -= (row[k] as number) * (y[k] as number);
		y.push(value / (row[i] as number));
		sum += (y[i] as number) ** 2;
	}
	return sum;
}
