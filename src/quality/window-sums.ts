/**
 * Sums of a window's frames: squares, peaks, products of currents. Compiled to machine code as
 * well: docs/sample-path.md.
 */
import { CHANNELS } from "sampling";

/** Adds squares and peaks of the frames from `first` to before `end` to a window's. */
export function addSquares(
	samples: StaticArray<i32>,
	first: i32,
	end: i32,
	squares: StaticArray<f64>,
	peaks: StaticArray<i32>,
): void {
	for (let channel: i32 = 0; channel < CHANNELS; channel++) {
		let sum: i64 = 0;
		let peak: i32 = peaks[channel];
		const stop: i32 = end * CHANNELS;
		for (let at: i32 = first * CHANNELS + channel; at < stop; at += CHANNELS) {
			const sample: i32 = samples[at];
			const wide: i64 = sample as i64;
			sum += wide * wide;
			const size: i32 = sample < 0 ? -sample : sample;
			if (size > peak) peak = size;
		}
		squares[channel] += sum as f64;
		peaks[channel] = peak;
	}
}

/** Adds the products of the currents two by two, in the three places after the squares. */
export function addProducts(
	samples: StaticArray<i32>,
	first: i32,
	end: i32,
	squares: StaticArray<f64>,
): void {
	let sum12: i64 = 0;
	let sum13: i64 = 0;
	let sum23: i64 = 0;
	const stop: i32 = end * CHANNELS;
	for (let at: i32 = first * CHANNELS; at < stop; at += CHANNELS) {
		const i1: i64 = samples[at + 1] as i64;
		const i2: i64 = samples[at + 3] as i64;
		const i3: i64 = samples[at + 5] as i64;
		sum12 += i1 * i2;
		sum13 += i1 * i3;
		sum23 += i2 * i3;
	}
	squares[CHANNELS] += sum12 as f64;
	squares[CHANNELS + 1] += sum13 as f64;
	squares[CHANNELS + 2] += sum23 as f64;
}
