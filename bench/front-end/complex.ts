/** Complex numbers. */

export interface Complex {
	readonly re: number;
	readonly im: number;
}

export const ZERO: Complex = Object.freeze({ re: 0, im: 0 });
export const ONE: Complex = Object.freeze({ re: 1, im: 0 });

export function add(a: Complex, b: Complex): Complex {
	return { re: a.re + b.re, im: a.im + b.im };
}

export function scaled(a: Complex, factor: number): Complex {
	return { re: a.re * factor, im: a.im * factor };
}

export function times(a: Complex, b: Complex): Complex {
	return { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re };
}

export function over(a: Complex, b: Complex): Complex {
	return scaled(times(a, { re: b.re, im: -b.im }), 1 / squareOf(b));
}

export function squareOf(a: Complex): number {
	return a.re * a.re + a.im * a.im;
}

/** Real part of a times the conjugate of b: twice the mean of the product of two sines. */
export function along(a: Complex, b: Complex): number {
	return a.re * b.re + a.im * b.im;
}

/** The factor by which a delay of some frames changes a sine of `omega` rad a frame. */
export function delayed(omega: number, frames: number): Complex {
	return { re: Math.cos(omega * frames), im: -Math.sin(omega * frames) };
}
