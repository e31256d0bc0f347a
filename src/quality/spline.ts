/**
 * Weights of the quintic B-spline, with which points between the frames are computed. Compiled to
 * machine code as well: docs/sample-path.md.
 *
 * A point is a weighted sum of the six frames around it. A sine of ω rad a frame becomes smaller by
 * sinc⁶(ω/2), which the spectrum makes good, and its images around the frame rate by at least as
 * much as sinc⁶ is there: below 1e-9 for the fundamental, 6e-3 for the 40th harmonic of 60 Hz.
 */
import { sinc, whole } from "metrology/trigonometry";

/** Frames that a point depends on. */
export const TAPS: i32 = 6;
/** Those of them that are before the point's own. */
export const TAPS_BEFORE: i32 = 2;

/** Places between two frames for which there are weights. */
export const PLACES_SHIFT: i32 = 7;
const PLACES: i32 = 1 << PLACES_SHIFT;

/** Length of the table. */
export const SPLINE_LENGTH: i32 = TAPS * PLACES;

/** The six weights of a place make 2^WEIGHT_SHIFT together. */
export const WEIGHT_SHIFT: i32 = 12;
const UNIT: i32 = 1 << WEIGHT_SHIFT;

/** The spline at a distance of 0..3 frames. */
function spline(x: f64): f64 {
	const y: f64 = x * x;
	if (x <= 1) return 11.0 / 20.0 - y / 2 + (y * y) / 4 - (y * y * x) / 12;
	if (x <= 2) {
		const middle: f64 = 17.0 / 40.0 + (5 * x) / 8 - (7 * y) / 4;
		return middle + (5 * y * x) / 4 - (3 * y * y) / 8 + (y * y * x) / 24;
	}
	const rest: f64 = 3 - x;
	return (rest * rest * rest * rest * rest) / 120;
}

/** Fills {@link SPLINE_LENGTH} places: the weights of the six frames, by place. */
export function fillSpline(table: StaticArray<i32>): void {
	for (let place: i32 = 0; place < PLACES; place++) {
		const after: f64 = (place as f64) / (PLACES as f64);
		let sum: i32 = 0;
		for (let tap: i32 = 0; tap < TAPS; tap++) {
			const distance: f64 = after + ((TAPS_BEFORE - tap) as f64);
			const part: f64 = spline(distance < 0 ? -distance : distance);
			const weight: i32 = whole((UNIT as f64) * part) as i32;
			table[TAPS * place + tap] = weight;
			sum += weight;
		}
		// The nearest frame takes the rest of rounding.
		table[TAPS * place + TAPS_BEFORE + (2 * place > PLACES ? 1 : 0)] += UNIT - sum;
	}
}

/** Response of the spline to a sine of `omega` rad a frame, 0..2. */
export function splineResponse(omega: f64): f64 {
	const once: f64 = sinc(omega / 2);
	const cube: f64 = once * once * once;
	return cube * cube;
}
