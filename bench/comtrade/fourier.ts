/** Discrete Fourier sums of any length and spacing. */

/** Complex numbers, with real and imaginary parts in separate arrays. */
export interface Complex {
	readonly re: Float64Array;
	readonly im: Float64Array;
}

/** `length` complex zeros. */
export function complexZeros(length: number): Complex {
	return { re: new Float64Array(length), im: new Float64Array(length) };
}

/** Smallest power of two not below `length`. */
export function powerOfTwo(length: number): number {
	return 2 ** Math.ceil(Math.log2(Math.max(length, 1)));
}

/**
 * Fast Fourier transform in place, not scaled; the length is a power of two.
 * @param sign −1 forward, +1 inverse
 */
export function transform({ re, im }: Complex, sign: -1 | 1): void {
	const length = re.length;
	for (let i = 1, j = 0; i < length; i++) {
		let bit = length >> 1;
		for (; j & bit; bit >>= 1) j ^= bit;
		j ^= bit;
		if (i < j) {
			[re[i], re[j]] = [re[j] as number, re[i] as number];
			[im[i], im[j]] = [im[j] as number, im[i] as number];
		}
	}
	const cosines = new Float64Array(length >> 1);
	const sines = new Float64Array(length >> 1);
	for (let i = 0; i < length >> 1; i++) {
		cosines[i] = Math.cos((2 * Math.PI * i) / length);
		sines[i] = sign * Math.sin((2 * Math.PI * i) / length);
	}
	for (let half = 1; half < length; half *= 2) {
		const step = length / (2 * half);
		for (let start = 0; start < length; start += 2 * half) {
			for (let i = 0; i < half; i++) {
				const a = start + i;
				const b = a + half;
				const c = cosines[i * step] as number;
				const s = sines[i * step] as number;
				const x = (re[b] as number) * c - (im[b] as number) * s;
				const y = (re[b] as number) * s + (im[b] as number) * c;
				re[b] = (re[a] as number) - x;
				im[b] = (im[a] as number) - y;
				re[a] = (re[a] as number) + x;
				im[a] = (im[a] as number) + y;
			}
		}
	}
}

/** Multiplies two arrays of complex numbers element by element, into the first. */
export function multiply(into: Complex, by: Complex): void {
	for (let i = 0; i < into.re.length; i++) {
		const re = into.re[i] as number;
		const im = into.im[i] as number;
		into.re[i] = re * (by.re[i] as number) - im * (by.im[i] as number);
		into.im[i] = re * (by.im[i] as number) + im * (by.re[i] as number);
	}
}

/**
 * y_k = Σ x_n · exp(−j · angle · n · (first + k)) for k = 0 .. count − 1: a Fourier sum at any
 * spacing of frequencies, by Bluestein's chirp transform (n·k = (n² + k² − (k − n)²) / 2).
 */
export function chirpSum(x: Complex, angle: number, first: number, count: number): Complex {
	const length = x.re.length;
	const size = powerOfTwo(length + count - 1);
	const signal = complexZeros(size);
	for (let n = 0; n < length; n++) {
		const phase = -angle * n * (first + n / 2);
		const c = Math.cos(phase);
		const s = Math.sin(phase);
		signal.re[n] = (x.re[n] as number) * c - (x.im[n] as number) * s;
		signal.im[n] = (x.re[n] as number) * s + (x.im[n] as number) * c;
	}
	const chirp = complexZeros(size);
	for (let d = 1 - length; d < count; d++) {
		const at = (d + size) % size;
		chirp.re[at] = Math.cos((angle * d * d) / 2);
		chirp.im[at] = Math.sin((angle * d * d) / 2);
	}
	transform(signal, -1);
	transform(chirp, -1);
	multiply(signal, chirp);
	transform(signal, 1);
	const result = complexZeros(count);
	for (let k = 0; k < count; k++) {
		const c = Math.cos((angle * k * k) / 2) / size;
		const s = -Math.sin((angle * k * k) / 2) / size;
		result.re[k] = (signal.re[k] as number) * c - (signal.im[k] as number) * s;
		result.im[k] = (signal.re[k] as number) * s + (signal.im[k] as number) * c;
	}
	return result;
}
