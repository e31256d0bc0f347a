/** Receives M-Bus frames character by character (EN 13757-2, 5; IEC 60870-5-2, class FT 1.2). */

/** Characters that begin and end frames. */
export const Character = Object.freeze({
	/** Acknowledgement: a frame of one character. */
	ACKNOWLEDGE: 0xe5,
	SHORT: 0x10,
	LONG: 0x68,
	STOP: 0x16,
} as const);

/** C-fields, without the frame count bit that a master may set where the standard has one. */
export const Control = Object.freeze({
	/** Set in every frame of a master. */
	PRIMARY: 0x40,
	FRAME_COUNT_BIT: 0x20,
	SND_NKE: 0x40,
	SND_UD: 0x53,
	REQ_UD2: 0x5b,
	RSP_UD: 0x08,
} as const);

/** The kind of frame that a character has completed. */
export const FrameKind = Object.freeze({ NONE: 0, SHORT: 1, LONG: 2 } as const);

export type FrameKind = (typeof FrameKind)[keyof typeof FrameKind];

/** Where the receiver is in the stream of characters (docs/mbus.md). */
const State = Object.freeze({
	/** Looks for a start character. */
	HUNTING: 0,
	/** Has the beginning of a frame. */
	IN_FRAME: 1,
	/** Has a whole frame, until the next character. */
	COMPLETE: 2,
	/** A long frame was wrong: skips everything until the line has been silent. */
	SKIPPING: 3,
} as const);

type State = (typeof State)[keyof typeof State];

/** Start, length twice, start; checksum and stop. */
const LONG_HEAD = 4;
const TAIL = 2;
const SHORT_LENGTH = 5;

/** Longest user data with C-, A- and CI-field: the length is one byte. */
const MAXIMUM_LENGTH = 255;

/** Shortest: C-, A- and CI-field alone, a control frame. */
const MINIMUM_LENGTH = 3;

/** Longest frame on the bus in characters. */
const MAXIMUM_FRAME = LONG_HEAD + MAXIMUM_LENGTH + TAIL;

/** Silence in bit times that ends a wrong frame (IEC 60870-5-2, 6.2.4.2): 3 characters. */
const IDLE_BITS = 33;

/**
 * How much longer a silence inside a frame may be. The standard allows no gap inside a frame, but
 * converters and operating systems make them, and elsewhere the standard grants them these 50 ms. A
 * master that repeats itself after its time-out (330 bit times + 50 ms) finds the frame given up in
 * any case.
 */
const TOLERANCE_US = 50_000;

/**
 * Finds frames in received characters. Anything before a start character is skipped. A long frame
 * that is wrong is never searched for another one inside it: nothing counts until the line has been
 * silent.
 */
export default class FrameReceiver {
	/** The frame that was completed last, until the next character. */
	readonly bytes = new Uint8Array(MAXIMUM_FRAME);
	private length = 0;
	private state: State = State.HUNTING;
	private kind: FrameKind = FrameKind.NONE;

	/** C-field of the frame. */
	get control(): number {
		return this.bytes[this.kind === FrameKind.SHORT ? 1 : LONG_HEAD];
	}

	/** A-field of the frame. */
	get address(): number {
		return this.bytes[this.kind === FrameKind.SHORT ? 2 : LONG_HEAD + 1];
	}

	/** CI-field of a long frame. */
	get information(): number {
		return this.bytes[LONG_HEAD + 2];
	}

	/** Where the data of a long frame begin in {@link bytes}, and where they end. */
	get start(): number {
		return LONG_HEAD + MINIMUM_LENGTH;
	}
	get end(): number {
		return LONG_HEAD + this.bytes[1];
	}

	/** Tells of a silence before the next character. */
	silence(silenceUs: number, bitUs: number): void {
		const idleUs = IDLE_BITS * bitUs;
		if (silenceUs <= (this.state === State.SKIPPING ? idleUs : idleUs + TOLERANCE_US)) return;
		this.state = State.HUNTING;
		this.length = 0;
	}

	/** Takes a character and returns the kind of frame it completes. */
	push(character: number): FrameKind {
		if (this.state === State.SKIPPING) return FrameKind.NONE;
		if (this.state === State.COMPLETE) this.length = 0;
		this.bytes[this.length++] = character;
		this.state = this.examine();
		// Noise looked like a start: drop it, and look again at what followed it.
		while (this.state === State.HUNTING && this.length > 1) {
			this.length--;
			this.bytes.copyWithin(0, 1, 1 + this.length);
			this.state = this.examine();
		}
		if (this.state === State.HUNTING) this.length = 0;
		return this.state === State.COMPLETE ? this.kind : FrameKind.NONE;
	}

	/** The state after the characters so far; HUNTING if the first of them is noise. */
	private examine(): State {
		switch (this.bytes[0]) {
			case Character.SHORT:
				if (this.length < SHORT_LENGTH) return State.IN_FRAME;
				return this.ends(1, 2) ? this.complete(FrameKind.SHORT) : State.HUNTING;
			case Character.LONG:
				return this.length < LONG_HEAD ? State.IN_FRAME : this.examineLong();
			default:
				return State.HUNTING;
		}
	}

	private examineLong(): State {
		const { bytes } = this;
		const length = bytes[1];
		const twice = length === bytes[2];
		const second = bytes[3] === Character.LONG;
		if (!twice && !second) return State.HUNTING;
		if (!twice || !second || length < MINIMUM_LENGTH) return State.SKIPPING;
		if (this.length < LONG_HEAD + length + TAIL) return State.IN_FRAME;
		return this.ends(LONG_HEAD, length) ? this.complete(FrameKind.LONG) : State.SKIPPING;
	}

	private complete(kind: FrameKind): State {
		this.kind = kind;
		return State.COMPLETE;
	}

	/** True if checksum and stop character follow the `count` characters from `start`. */
	private ends(start: number, count: number): boolean {
		const { bytes } = this;
		const end = start + count;
		return bytes[end] === checksum(bytes, start, end) && bytes[end + 1] === Character.STOP;
	}
}

/** Appends checksum and stop character to the `count` characters from `start`. */
export function appendChecksum(bytes: Uint8Array, start: number, count: number): void {
	const end = start + count;
	bytes[end] = checksum(bytes, start, end);
	bytes[end + 1] = Character.STOP;
}

/** Checksum of the characters from `start` to before `end`. */
function checksum(bytes: Uint8Array, start: number, end: number): number {
	let sum = 0;
	for (let i = start; i < end; i++) sum += bytes[i];
	return sum & 0xff;
}
