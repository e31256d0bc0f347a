/** Frames of M-Bus (EN 13757-2, 5; IEC 60870-5-2, format class FT 1.2) as they come in, character by character. */

/** Characters that begin and end frames. */
export const Character = Object.freeze({
	/** A frame by itself: acknowledgement. */
	ACKNOWLEDGE: 0xe5,
	SHORT: 0x10,
	LONG: 0x68,
	STOP: 0x16,
} as const);

/** C-fields: a master's have bit 6 set, and come with either frame count bit (20h) where the standard has one. */
export const Control = Object.freeze({
	/** Set in what a master sends. */
	PRIMARY: 0x40,
	FRAME_COUNT_BIT: 0x20,
	SND_NKE: 0x40,
	SND_UD: 0x53,
	REQ_UD2: 0x5b,
	RSP_UD: 0x08,
} as const);

/** What a character has completed. */
export const Kind = Object.freeze({ NONE: 0, SHORT: 1, LONG: 2 } as const);

export type Kind = (typeof Kind)[keyof typeof Kind];

/** Start, length twice, start; checksum and stop. */
const LONG_HEAD = 4;
const TAIL = 2;
const SHORT_LENGTH = 5;

/** Longest user data with C-, A- and CI-field: the length is one byte. */
const MAXIMUM_LENGTH = 255;

/** Shortest: C-, A- and CI-field alone, a control frame. */
const MINIMUM_LENGTH = 3;

/** Longest frame on the bus in characters. */
export const MAXIMUM_FRAME = LONG_HEAD + MAXIMUM_LENGTH + TAIL;

/** Silence in bit times that ends a frame in error (IEC 60870-5-2, 6.2.4.2): three characters. */
const IDLE_BITS = 33;

/**
 * What a silence inside a frame may last longer, in µs. The standard knows no gap inside a frame; converters and
 * operating systems make them, and the standard allows them these 50 ms elsewhere. A master that repeats itself
 * after its time-out (330 bit times and 50 ms) finds the frame given up in any case.
 */
const TOLERANCE = 50_000;

/**
 * Finds frames in what comes in. What stands before a start character is skipped. A long frame that is wrong is
 * never searched for another inside: nothing counts until the line has been silent.
 */
export default class FrameReceiver {
	/** The frame that was completed last, until the next character. */
	readonly bytes = new Uint8Array(MAXIMUM_FRAME);
	#length = 0;
	/** A frame was wrong: everything is skipped until the line has been silent. */
	#skipping = false;
	#complete = false;
	#kind: Kind = Kind.NONE;

	/** C-field of the frame. */
	get control(): number {
		return this.bytes[this.#kind === Kind.SHORT ? 1 : LONG_HEAD];
	}

	/** A-field of the frame. */
	get address(): number {
		return this.bytes[this.#kind === Kind.SHORT ? 2 : LONG_HEAD + 1];
	}

	/** CI-field of a long frame. */
	get information(): number {
		return this.bytes[LONG_HEAD + 2];
	}

	/** Where a long frame's data begin in {@link bytes}, and where they end. */
	get start(): number {
		return LONG_HEAD + MINIMUM_LENGTH;
	}
	get end(): number {
		return LONG_HEAD + this.bytes[1];
	}

	/** @param microseconds that the line has been silent before the next character @param bit µs of one bit */
	silence(microseconds: number, bit: number): void {
		const idle = IDLE_BITS * bit;
		if (microseconds > (this.#skipping ? idle : idle + TOLERANCE)) {
			this.#skipping = false;
			this.#length = 0;
		}
	}

	/** Takes a character; says which frame it completes. */
	push(character: number): Kind {
		if (this.#skipping) return Kind.NONE;
		if (this.#complete) this.#length = 0;
		this.#complete = false;
		this.bytes[this.#length++] = character;
		// Noise that looks like a start is dropped, and what followed it looked at again.
		while (this.#length > 0) {
			const first = this.bytes[0];
			if (first === Character.SHORT) {
				if (this.#length < SHORT_LENGTH) return Kind.NONE;
				if (this.#ends(1, 2)) return this.#done(Kind.SHORT);
			} else if (first === Character.LONG) {
				if (this.#length < LONG_HEAD) return Kind.NONE;
				const kind = this.#long();
				if (kind !== undefined) return kind;
			}
			this.#length--;
			this.bytes.copyWithin(0, 1, 1 + this.#length);
		}
		return Kind.NONE;
	}

	/** What a long frame has come to; undefined: its start was noise. */
	#long(): Kind | undefined {
		const { bytes } = this;
		const length = bytes[1];
		const twice = length === bytes[2];
		const second = bytes[3] === Character.LONG;
		if (!twice && !second) return undefined;
		if (twice && second && length >= MINIMUM_LENGTH) {
			if (this.#length < LONG_HEAD + length + TAIL) return Kind.NONE;
			if (this.#ends(LONG_HEAD, length)) return this.#done(Kind.LONG);
		}
		this.#skipping = true;
		this.#length = 0;
		return Kind.NONE;
	}

	/** Whether checksum and stop character follow on `count` characters from `start` on. */
	#ends(start: number, count: number): boolean {
		const { bytes } = this;
		const end = start + count;
		let sum = 0;
		for (let i = start; i < end; i++) sum += bytes[i];
		return bytes[end] === (sum & 0xff) && bytes[end + 1] === Character.STOP;
	}

	#done(kind: Kind): Kind {
		this.#complete = true;
		this.#kind = kind;
		return kind;
	}
}

/** Puts checksum and stop character behind `count` characters from `start` on. */
export function finish(bytes: Uint8Array, start: number, count: number): void {
	let sum = 0;
	for (let i = start; i < start + count; i++) sum += bytes[i];
	bytes[start + count] = sum & 0xff;
	bytes[start + count + 1] = Character.STOP;
}
