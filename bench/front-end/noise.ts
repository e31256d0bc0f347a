/**
 * The converters' noise: white Gaussian noise, drawn fast by a random index into a table of the
 * normal distribution, and 1/f noise, made of it by a filter.
 */
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { drawNoise } from "./conversion.ts";
import { FLICKER_SECTIONS, NOISE_TABLE_LENGTH, RANDOM } from "./layout.ts";

/** Fractional part of the golden ratio: its multiples fill the circle evenly. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Numbers discarded after seeding, until every bit of the seed has reached every bit of the
 * generator.
 */
const WARM_UP = 40;

/**
 * Box and Muller's transform of an even grid, adjusted to mean 0 and variance 1, as 32-bit floats.
 * The largest is about 4.3 standard deviations.
 */
export const NOISE_TABLE: number[] = normalTable();

/** Seeds the random generator in a state. */
export function seedNoise(state: number[], seed: number): void {
	state[RANDOM] = 0;
	state[RANDOM + 1] = 0;
	state[RANDOM + 2] = seed | 0;
	state[RANDOM + 3] = 1;
	drawNoise(state, NOISE_TABLE, 1, WARM_UP, []);
}

/** Ratio of the frequencies of two sections of the filter. */
const SECTION_RATIO = 6;

/** One section: s(n) = decay·s(n−1) + gain·white(n). */
export interface FlickerSection {
	readonly decay: number;
	readonly gain: number;
}

/**
 * Returns sections whose sum, added to white noise, multiplies its power density by 1 + corner/f.
 * Poles and zeros take turns, evenly on the scale of the logarithm, so the density follows that
 * within 1.5 dB down to 1/1000 of the corner.
 * @param corner Hz at which the 1/f noise equals the white noise
 */
export function flickerSections(corner: number): FlickerSection[] {
	const zeros = Array.from(
		{ length: FLICKER_SECTIONS },
		(_, section) => 0.8 * corner * SECTION_RATIO ** -section,
	);
	const poles = zeros.map((zero) => zero / Math.sqrt(SECTION_RATIO));
	return poles.map((pole, own) => {
		// Partial fractions of Π (s + zero) / (s + pole).
		const numerator = zeros.reduce((product, zero) => product * (zero - pole), 1);
		const denominator = poles.reduce(
			(product, other, at) => (at === own ? product : product * (other - pole)),
			1,
		);
		const decay = Math.exp((-2 * Math.PI * pole) / FRAME_RATE_HZ);
		return { decay, gain: (numerator / denominator / pole) * (1 - decay) };
	});
}

function normalTable(): number[] {
	const values = Array.from({ length: NOISE_TABLE_LENGTH }, (_, index) => {
		const radius = Math.sqrt(-2 * Math.log((index + 0.5) / NOISE_TABLE_LENGTH));
		return radius * Math.cos(2 * Math.PI * ((index * GOLDEN) % 1));
	});
	const mean = values.reduce((sum, value) => sum + value, 0) / NOISE_TABLE_LENGTH;
	const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / NOISE_TABLE_LENGTH;
	return values.map((value) => Math.fround((value - mean) / Math.sqrt(variance)));
}
