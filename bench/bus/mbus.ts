/** M-Bus (EN 13757-2, EN 13757-3), as far as the line must know it. */
import {
	addressOf,
	BROADCAST,
	fits,
	HIGHEST_PRIMARY,
	isAlwaysAnswered,
	isLongFrame,
	isReading,
	isReset,
	SELECTED,
	selectionOf,
	senderOf,
} from "./mbus-frames.ts";
import { type Ear, KnownAddress, type Protocol } from "./protocol.ts";

/** A slave's answer when it has no data to send. */
const ACKNOWLEDGE = 0xe5;

/** Time within which a slave starts to answer, in bit times plus seconds (EN 13757-2, 5.5.1). */
const ANSWER_BITS = 330;
const ANSWER_SECONDS = 0.05;

/** Bit times after an answer before the master may send again. */
const SILENCE_BITS = 11;

/** Silence that ends a frame in the meter, whole or not: bit times plus seconds (docs/mbus.md). */
const PAUSE_BITS = 33;
const PAUSE_SECONDS = 0.05;

/**
 * Heeds frames to the meter's primary address, to FE and FF, to FD while it is selected,
 * and selections that fit it or end its being selected.
 */
class MbusEar implements Ear {
	readonly #primary = new KnownAddress();
	/** Secondary address; undefined: the meter has sent no telegram yet. */
	#secondary: Uint8Array | undefined;
	/** False if the meter is known not to be selected. */
	#maybeSelected = true;

	heeds(frame: Uint8Array): boolean {
		const selection = selectionOf(frame);
		if (selection) return this.#maybeSelected || this.#mayFit(selection);
		const address = addressOf(frame);
		// A meter looks for frames in anything else, too.
		if (address === undefined) return true;
		if (address === SELECTED) return this.#maybeSelected;
		return address > HIGHEST_PRIMARY || this.#primary.mayBe(address);
	}

	hear(frame: Uint8Array): void {
		if (selectionOf(frame)) this.#maybeSelected = true;
	}

	learn(request: Uint8Array, answer: Uint8Array, alone: boolean, frames: number): void {
		const sender = senderOf(answer);
		if (sender) {
			this.#primary.is(sender.primary);
			this.#secondary = sender.secondary;
		}
		const address = addressOf(request) ?? 0;
		const selection = selectionOf(request);
		if (selection) this.#learnSelection(selection, answer, alone);
		else if (address === SELECTED) {
			if (isReset(request)) this.#maybeSelected = false;
		} else if (address <= HIGHEST_PRIMARY && isAlwaysAnswered(request)) {
			if (answer.length === 0) this.#primary.wasSilent(address, frames);
			else if (!sender) this.#primary.is(address);
		}
	}

	/** A meter whose address is not known yet may still be about to answer after others have. */
	#learnSelection(selection: Uint8Array, answer: Uint8Array, alone: boolean): void {
		if (this.#secondary) this.#maybeSelected = fits(selection, this.#secondary);
		else this.#maybeSelected = answer.length > 0 || !alone;
	}

	#mayFit(selection: Uint8Array): boolean {
		return this.#secondary === undefined || fits(selection, this.#secondary);
	}
}

export const MBUS: Protocol = {
	initial: { baudRate: 2400, parity: "even" },
	longestFrame: 261,
	broadcast: BROADCAST,
	// A slave hears the master's voltage; what slaves draw is heard by the master alone.
	metersHearEachOther: false,
	answerSeconds: ({ baudRate }) => ANSWER_BITS / baudRate + ANSWER_SECONDS,
	silenceSeconds: ({ baudRate }) => SILENCE_BITS / baudRate,
	pauseSeconds: ({ baudRate }) => PAUSE_BITS / baudRate + PAUSE_SECONDS,
	addressOf,
	mayChange: (frame) => !isReading(frame),
	newEar: () => new MbusEar(),
	isWhole: (answer) => (answer.length === 1 ? answer[0] === ACKNOWLEDGE : isLongFrame(answer)),
};
