/**
 * White Gaussian noise, seeded and fast: a random index into a table of the normal distribution.
 */

/** Entries of the table, one per 16-bit number. The largest is about 4.3 standard deviations. */
const TABLE_LENGTH = 0x10000;

/** Fractional part of the golden ratio: its multiples fill the circle evenly. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Draws discarded after seeding, until every bit of the seed has reached every bit of the state.
 */
const WARM_UP = 20;

/**
 * Box and Muller's transform of an even grid, adjusted to mean 0 and variance 1; all meters share
 * it.
 */
const TABLE = normalTable();

/** A stream of numbers with mean 0 and standard deviation 1, the same for the same seed. */
export class Noise {
	/** State of the generator sfc32 (C. Doty-Humphrey, PractRand): three words and a counter. */
	#a = 0;
	#b = 0;
	#c: number;
	#counter = 1;

	/** @param seed 0..2^32 − 1 */
	constructor(seed: number) {
		this.#c = seed | 0;
		this.fill(new Float32Array(2 * WARM_UP), 2 * WARM_UP);
	}

	/** Writes the next `count` numbers to the start of `out`; `count` must be even. */
	fill(out: Float32Array, count: number): void {
		let a = this.#a;
		let b = this.#b;
		let c = this.#c;
		let counter = this.#counter;
		for (let at = 0; at < count; at += 2) {
			const drawn = (a + b + counter) | 0;
			counter = (counter + 1) | 0;
			a = b ^ (b >>> 9);
			b = (c + (c << 3)) | 0;
			c = (((c << 21) | (c >>> 11)) + drawn) | 0;
			out[at] = TABLE[drawn & 0xffff] as number;
			out[at + 1] = TABLE[drawn >>> 16] as number;
		}
		this.#a = a;
		this.#b = b;
		this.#c = c;
		this.#counter = counter;
	}
}

function normalTable(): Float32Array {
	const values = Array.from({ length: TABLE_LENGTH }, (_, index) => {
		const radius = Math.sqrt(-2 * Math.log((index + 0.5) / TABLE_LENGTH));
		return radius * Math.cos(2 * Math.PI * ((index * GOLDEN) % 1));
	});
	const mean = values.reduce((sum, value) => sum + value, 0) / TABLE_LENGTH;
	const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / TABLE_LENGTH;
	return Float32Array.from(values, (value) => (value - mean) / Math.sqrt(variance));
}
