/**
 * The three buttons: what the pads report, debounced in meter time, as presses.
 *
 * A press counts when the button is let go, if it was the only one and was held for less than 3 s; the middle one held
 * for 3 s counts as `hold` at once. Buttons pressed together do not count until all of them are let go, and a left or
 * right one held for longer does not count either: something lies on the pads.
 */
import { Button, type TouchPads } from "board";
import type { Press } from "display/screen";
import restingTimer from "resting-timer";
import Timer from "timer";

/** Time for which a pad has to be still. */
const DEBOUNCE_MS = 30;

/** Time after which a button is held. */
const HOLD_MS = 3000;

const PADS = 3;

/** Presses by pad, of an upright screen and of one turned by 180°: each button does what the hint beside it says. */
const PRESSES: readonly Press[] = Object.freeze(["left", "middle", "right"] as const);
const TURNED_PRESSES: readonly Press[] = Object.freeze(["right", "middle", "left"] as const);

/** What the pads are mounted with. */
export interface Mounting {
	/** True if the screen is turned by 180°. */
	readonly turned: boolean;
}

export default class Buttons {
	readonly #pads: TouchPads;
	readonly #mounting: Mounting;
	readonly #onPress: (press: Press) => void;
	/** Pads as they last reported and as they are once still, a bit each. */
	#reported = 0;
	#still = 0;
	/** False once the present touch is no press any more. */
	#counts = true;
	/** Both rest while there is nothing to wait for. */
	readonly #debounce: Timer;
	readonly #hold: Timer;

	constructor(pads: TouchPads, mounting: Mounting, onPress: (press: Press) => void) {
		this.#pads = pads;
		this.#mounting = mounting;
		this.#onPress = onPress;
		this.#debounce = restingTimer(() => this.#settled());
		this.#hold = restingTimer(() => this.#held());
	}

	/** Starts watching the pads. */
	start(): void {
		this.#pads.start((pad, down) => this.#touched(pad, down));
	}

	#touched(pad: number, down: boolean): void {
		if (pad < 0 || pad >= PADS) return;
		const bit = 1 << pad;
		this.#reported = down ? this.#reported | bit : this.#reported & ~bit;
		Timer.schedule(this.#debounce, DEBOUNCE_MS, DEBOUNCE_MS);
	}

	#settled(): void {
		Timer.schedule(this.#debounce);
		const before = this.#still;
		const now = this.#reported;
		if (before === now) return;
		this.#still = now;
		const single = (now & (now - 1)) === 0;
		if (now === 0) {
			Timer.schedule(this.#hold);
			const counts = this.#counts;
			this.#counts = true;
			if (counts) this.#onPress(this.#pressOf(padOf(before)));
		} else if (before === 0 && single) Timer.schedule(this.#hold, HOLD_MS, HOLD_MS);
		else this.#counts = false;
	}

	#held(): void {
		Timer.schedule(this.#hold);
		const counts = this.#counts;
		this.#counts = false;
		if (counts && this.#still === 1 << Button.MIDDLE) this.#onPress("hold");
	}

	#pressOf(pad: number): Press {
		return (this.#mounting.turned ? TURNED_PRESSES : PRESSES)[pad];
	}
}

/** Number of the pad whose bit alone is set. */
function padOf(bit: number): number {
	return bit >> 1;
}
