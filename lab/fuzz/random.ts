/** Random numbers for the fuzzers. */

/** A source of numbers 0..2^32 − 1. */
export type Random = () => number;

/** Small, fast, and the same on every run: Bob Jenkins' 32-bit generator. */
export function seeded(seed: number): Random {
	let [a, b, c, d] = [0xf1ea5eed, seed | 0, seed | 0, seed | 0];
	const rotate = (x: number, k: number): number => (x << k) | (x >>> (32 - k));
	const next = (): number => {
		const e = (a - rotate(b, 27)) | 0;
		a = b ^ rotate(c, 17);
		b = (c + d) | 0;
		c = (d + e) | 0;
		d = (e + a) | 0;
		return d >>> 0;
	};
	for (let i = 0; i < 20; i++) next();
	return next;
}
