/**
 * Which frames of M-Bus a meter heeds: those to its primary address, those to FE and FF, those to
 * FD while it is selected, and selections that fit it or end its being selected.
 */

import {
	addressOf,
	fits,
	HIGHEST_PRIMARY,
	isAlwaysAnswered,
	isReset,
	SELECTED,
	selectionOf,
	senderOf,
} from "./mbus-frames.ts";
import { type Ear, KnownAddress } from "./protocol.ts";

export class MbusEar implements Ear {
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
