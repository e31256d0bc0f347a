import { FRAME_RATE_HZ } from "../../src/sampling.ts";

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
