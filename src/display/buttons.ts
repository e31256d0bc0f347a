/**
 * The three buttons: what the pads report, debounced in meter time, as presses.
 *
 * A press counts when the button is let go, if it was the only one and was held for less than 3 s; the middle one held
 * for 3 s counts as `hold` at once. Buttons pressed together count as nothing until all of them are let go, and so
 * does a left or right one held for longer: something lies on the pads.
 */
import { Button, type TouchPads } from "board";
import type { Press } from "display/screen";
import restingTimer from "resting-timer";
import Timer from "timer";

/** Milliseconds for which a pad has to be still. */
const DEBOUNCE = 30;

/** Milliseconds after which a button is held. */
const HOLD = 3000;

const PADS = 3;

const PRESSES: readonly Press[] = Object.freeze(["left", "middle", "right"] as const);

export default class Buttons {
	readonly #onPress: (press: Press) => void;
	/** Pads as they last reported and as they are once still, a bit each. */
	#reported = 0;
	#still = 0;
	/** Whether what is being pressed still counts. */
	#counts = true;
	/** Both rest while there is nothing to wait for. */
	readonly #debounce: Timer;
	readonly #hold: Timer;

	constructor(pads: TouchPads, onPress: (press: Press) => void) {
		this.#onPress = onPress;
		this.#debounce = restingTimer(() => this.#settled());
		this.#hold = restingTimer(() => this.#held());
		pads.start((pad, down) => this.#touched(pad, down));
	}

	#touched(pad: number, down: boolean): void {
		if (pad < 0 || pad >= PADS) return;
		const bit = 1 << pad;
		this.#reported = down ? this.#reported | bit : this.#reported & ~bit;
		Timer.schedule(this.#debounce, DEBOUNCE, DEBOUNCE);
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
			if (counts) this.#onPress(PRESSES[padOf(before)]);
		} else if (before === 0 && single) Timer.schedule(this.#hold, HOLD, HOLD);
		else this.#counts = false;
	}

	#held(): void {
		Timer.schedule(this.#hold);
		const counts = this.#counts;
		this.#counts = false;
		if (counts && this.#still === 1 << Button.MIDDLE) this.#onPress("hold");
	}
}

/** The pad whose bit alone is set. */
function padOf(bit: number): number {
	return bit >> 1;
}
