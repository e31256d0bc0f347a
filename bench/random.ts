/** Random numbers that are the same for the same seed. */

/**
 * Random numbers from 0 to below 1, of 32 bits: splitmix32 with MurmurHash3's finaliser, which
 * spreads close seeds.
 */
export function uniformNumbers(seed: number): () => number {
	let state = seed | 0;
	return () => {
		state = (state + 0x9e3779b9) | 0;
		let bits = state ^ (state >>> 16);
		bits = Math.imul(bits, 0x85ebca6b);
		bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
		return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
	};
}
