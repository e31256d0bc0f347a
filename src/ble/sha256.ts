/**
 * SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104) of short messages: our own, because Moddable has
 * it as native code for some platforms only (docs/ble.md). A block takes about 12 000 byte codes.
 */

const BLOCK = 64;

/** Bytes of a digest. */
export const DIGEST = 32;

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes (4.2.2). */
const K: readonly number[] = Object.freeze([
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);

/** First 32 bits of the fractional parts of the square roots of the first 8 primes (5.3.3). */
const INITIAL: readonly number[] = Object.freeze([
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);

/** Bytes of HMAC's inner and outer pad. */
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

function rotate(x: number, bits: number): number {
	return (x >>> bits) | (x << (32 - bits));
}

/** One computation at a time; an instance may be used again. */
export default class Sha256 {
	readonly #state = new Int32Array(8);
	readonly #schedule = new Int32Array(64);
	readonly #block = new Uint8Array(BLOCK);
	/** Bytes so far. */
	#length = 0;

	/** Begins a new message. */
	reset(): this {
		for (let i = 0; i < 8; i++) this.#state[i] = INITIAL[i];
		this.#length = 0;
		return this;
	}

	update(bytes: Uint8Array): this {
		for (let i = 0; i < bytes.length; i++) this.#push(bytes[i]);
		return this;
	}

	/** Ends the message: writes the digest to the first {@link DIGEST} bytes of `target`. */
	digest(target: Uint8Array): void {
		const bits = 8 * this.#length;
		this.#push(0x80);
		while (this.#length % BLOCK !== BLOCK - 8) this.#push(0);
		// Messages here are far shorter than 2^32 bits.
		for (let i = 0; i < 4; i++) this.#push(0);
		for (let shift = 24; shift >= 0; shift -= 8) this.#push((bits >>> shift) & 0xff);
		for (let i = 0; i < DIGEST; i++) target[i] = this.#state[i >> 2] >>> (24 - 8 * (i & 3));
	}

	/**
	 * HMAC of `message`.
	 * @param key at most 64 bytes
	 * @param target receives {@link DIGEST} bytes
	 */
	hmac(key: Uint8Array, message: Uint8Array, target: Uint8Array): void {
		this.reset();
		this.#pad(key, INNER_PAD);
		this.update(message);
		this.digest(target);
		this.reset();
		this.#pad(key, OUTER_PAD);
		for (let i = 0; i < DIGEST; i++) this.#push(target[i]);
		this.digest(target);
	}

	#pad(key: Uint8Array, pad: number): void {
		for (let i = 0; i < BLOCK; i++) this.#push((i < key.length ? key[i] : 0) ^ pad);
	}

	#push(byte: number): void {
		const at = this.#length % BLOCK;
		this.#block[at] = byte;
		this.#length++;
		if (at === BLOCK - 1) this.#compress();
	}

	/** Processes a whole block (6.2.2). */
	#compress(): void {
		const w = this.#schedule;
		const block = this.#block;
		const state = this.#state;
		for (let t = 0; t < 16; t++)
			w[t] =
				(block[4 * t] << 24) |
				(block[4 * t + 1] << 16) |
				(block[4 * t + 2] << 8) |
				block[4 * t + 3];
		for (let t = 16; t < 64; t++) {
			const x = w[t - 15];
			const y = w[t - 2];
			const small0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
			const small1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
			w[t] = w[t - 16] + small0 + w[t - 7] + small1;
		}
		let a = state[0];
		let b = state[1];
		let c = state[2];
		let d = state[3];
		let e = state[4];
		let f = state[5];
		let g = state[6];
		let h = state[7];
		for (let t = 0; t < 64; t++) {
			const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
			const first = (h + big1 + ((e & f) ^ (~e & g)) + K[t] + w[t]) | 0;
			const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
			const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
			h = g;
			g = f;
			f = e;
			e = (d + first) | 0;
			d = c;
			c = b;
			b = a;
			a = (first + second) | 0;
		}
		state[0] += a;
		state[1] += b;
		state[2] += c;
		state[3] += d;
		state[4] += e;
		state[5] += f;
		state[6] += g;
		state[7] += h;
	}
}
