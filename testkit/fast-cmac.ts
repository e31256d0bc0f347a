/**
 * AES-CMAC (RFC 4493) for millions of keys: the library's block cipher without a buffer for each
 * message. A test compares it with the library's own.
 */
import { unsafe } from "@noble/ciphers/aes.js";

/** A block of 16 bytes, as the words that the cipher takes. */
export class Block {
	readonly words: Uint32Array<ArrayBuffer>;

	constructor(words = new Uint32Array(4)) {
		this.words = words;
	}

	/** A copy of bytes. */
	static of(bytes: Uint8Array): Block {
		return new Block(new Uint32Array(Uint8Array.from(bytes).buffer));
	}

	/** The same memory as bytes. */
	get bytes(): Uint8Array {
		return new Uint8Array(this.words.buffer);
	}

	equals(other: Block): boolean {
		return this.words.every((word, i) => word === other.words[i]);
	}
}

/** A message for {@link Cmac.mac}. */
export interface Padded {
	readonly words: Uint32Array;
	/** False if it had to be padded. */
	readonly whole: boolean;
}

const ZERO = new Block();

/** A key. */
export class Cmac {
	readonly #expanded: ReturnType<typeof unsafe.expandKeyLE>;

	constructor(key: Uint8Array) {
		this.#expanded = unsafe.expandKeyLE(key);
	}

	/** Prepares a message, whose words may be changed afterwards. */
	static padded(message: Uint8Array): Padded {
		const whole = message.length % 16 === 0;
		const bytes = new Uint8Array(16 * Math.ceil(message.length / 16));
		bytes.set(message);
		if (!whole) bytes[message.length] = 0x80;
		return { words: new Uint32Array(bytes.buffer), whole };
	}

	/** Encrypts one block. */
	encrypt({ words }: Block): Block {
		const result = new Block();
		this.#encrypt(words[0] ?? 0, words[1] ?? 0, words[2] ?? 0, words[3] ?? 0, result.words);
		return result;
	}

	mac({ words, whole }: Padded): Block {
		const mask = this.#mask(whole);
		const result = new Block();
		const chain = result.words;
		for (let at = 0; at < words.length; at += 4) {
			if (at + 4 === words.length)
				for (let i = 0; i < 4; i++) chain[i] = (chain[i] ?? 0) ^ (mask[i] ?? 0);
			this.#encrypt(
				(chain[0] ?? 0) ^ (words[at] ?? 0),
				(chain[1] ?? 0) ^ (words[at + 1] ?? 0),
				(chain[2] ?? 0) ^ (words[at + 2] ?? 0),
				(chain[3] ?? 0) ^ (words[at + 3] ?? 0),
				chain,
			);
		}
		return result;
	}

	/** Mask of the last block of a message. */
	#mask(whole: boolean): Uint32Array {
		const subkey = this.encrypt(ZERO);
		const { bytes } = subkey;
		unsafe.dbl(bytes);
		if (!whole) unsafe.dbl(bytes);
		return subkey.words;
	}

	#encrypt(a: number, b: number, c: number, d: number, target: Uint32Array): void {
		const { s0, s1, s2, s3 } = unsafe.encrypt(this.#expanded, a, b, c, d);
		target[0] = s0;
		target[1] = s1;
		target[2] = s2;
		target[3] = s3;
	}
}
