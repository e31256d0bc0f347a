/**
 * A line's view of the protocol that is spoken on it: settings of the ports, how long to wait, and
 * whom a frame is for.
 */
import type { Parity } from "../../src/board.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";

/** Times are in seconds of meter time. */
export interface Protocol {
	/** Settings of a client that follows a meter which has not opened its port yet. */
	readonly initial: SerialSettings;
	/** Characters of the longest frame. */
	readonly longestFrame: number;
	/** The address that all meters obey and none answers. */
	readonly broadcast: number;
	/** True if meters hear each other's answers. */
	readonly metersHearEachOther: boolean;
	/** Longest time from the end of a request to the start of its answer. */
	answerSeconds(settings: SerialSettings): number;
	/** Silence that separates one frame from the next. */
	silenceSeconds(settings: SerialSettings): number;
	/** Silence that ends a client's frame, whole or not. */
	pauseSeconds(settings: SerialSettings): number;
	/** The address of a request; undefined: these bytes are not one whole request. */
	addressOf(request: Uint8Array): number | undefined;
	/** False if a frame that begins like this changes no setting of a meter. */
	mayChange(frame: Uint8Array): boolean;
	/** An ear for a meter of which nothing is known yet. */
	newEar(): Ear;
	/** True if these bytes are a whole answer. */
	isWhole(answer: Uint8Array): boolean;
}

/** Time in which any frame has ended and its answer has begun. */
export function longestSeconds(protocol: Protocol, settings: SerialSettings): number {
	const frameSeconds = (protocol.longestFrame * bitsOf(settings)) / settings.baudRate;
	return frameSeconds + protocol.answerSeconds(settings);
}

/**
 * Knowledge about the address of one meter on a line, learned by listening: a real meter hears
 * every frame and drops those for others, a virtual one need not be woken for them.
 */
export interface Ear {
	/**
	 * False if the meter is known to drop a frame that begins like this, and to be the same after it
	 * as before.
	 */
	heeds(frame: Uint8Array): boolean;
	/** A frame, or the beginning of one, has been given to the meter. */
	hear(frame: Uint8Array): void;
	/**
	 * A turn is over that ended with one whole request which changes no setting.
	 * @param answer of this meter alone, empty if it was silent
	 * @param alone true if no meter has answered, so that this one had all the time for it
	 * @param frames meter time of the request
	 */
	learn(request: Uint8Array, answer: Uint8Array, alone: boolean, frames: number): void;
}

/** Requests that a meter must have let pass, and frames from the first to the last of them. */
const SILENCES = { count: 3, frames: FRAME_RATE_HZ } as const;

/** The address of a meter, and the ones that it does not have. */
export class KnownAddress {
	#own: number | undefined;
	/** Requests to other addresses that the meter was silent on. */
	readonly #silences = new Map<number, { count: number; firstFrame: number }>();
	readonly #others = new Set<number>();

	/** False if this is not the meter's address. */
	mayBe(address: number): boolean {
		return this.#own === undefined ? !this.#others.has(address) : this.#own === address;
	}

	/** The meter has answered a request to this address. */
	is(address: number): void {
		this.#own = address;
	}

	/**
	 * The meter has not answered a request to `address`, to which it answers always. Once may be
	 * chance: it may have been busy with its flash. Several times over a second are proof.
	 */
	wasSilent(address: number, frames: number): void {
		const silence = this.#silences.get(address) ?? { count: 0, firstFrame: frames };
		silence.count++;
		this.#silences.set(address, silence);
		if (silence.count >= SILENCES.count && frames - silence.firstFrame >= SILENCES.frames)
			this.#others.add(address);
	}
}

/** Settings that both ends of a line must agree on; always 8 data bits and 1 stop bit. */
export interface SerialSettings {
	/** Bits per second. */
	readonly baudRate: number;
	readonly parity: Parity;
}

/** Bits of one character on the line: start, data, parity if any, stop. */
export function bitsOf({ parity }: SerialSettings): number {
	return parity === "none" ? 10 : 11;
}

/** True if one end understands the other. */
export function agree(one: SerialSettings | undefined, other: SerialSettings | undefined): boolean {
	return one?.baudRate === other?.baudRate && one?.parity === other?.parity;
}
