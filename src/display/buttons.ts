/**
 * The three buttons: turns the reports of the pads into presses, debounced in meter time.
 *
 * A press counts when the button is released, if it was the only one and was held for less than 3
 * s. The middle button counts as `hold` once it has been held for 3 s. Buttons pressed together do
 * not count until all are released, nor does a left or right one held for longer: something is
 * lying on the pads. Nor does a touch during which another screen comes by itself.
 */
import { Button, type TouchPads } from "board";
import type { Press } from "display/screen";
import restingTimer from "resting-timer";
import Timer from "timer";

/** Time for which the pads must not change. */
const DEBOUNCE_MS = 30;

/** Time after which a button counts as held. */
const HOLD_MS = 3000;

const PADS = 3;

/** Presses by pad. A button of a screen turned by 180° does what the hint above it says. */
const PRESSES: readonly Press[] = Object.freeze(["left", "middle", "right"] as const);
const TURNED_PRESSES: readonly Press[] = Object.freeze(["right", "middle", "left"] as const);

/** Position of the screen above the pads. */
export interface Mounting {
	/** True if the screen is turned by 180°. */
	readonly turned: boolean;
}

export default class Buttons {
	private readonly pads: TouchPads;
	private readonly mounting: Mounting;
	private readonly onPress: (press: Press) => void;
	/** Touched pads, a bit each: as reported last, and after debouncing. */
	private reported = 0;
	private still = 0;
	/** False if the present touch will not count. */
	private counts = true;
	/** Both rest while they have nothing to wait for. */
	private readonly debounce: Timer;
	private readonly hold: Timer;

	constructor(pads: TouchPads, mounting: Mounting, onPress: (press: Press) => void) {
		this.pads = pads;
		this.mounting = mounting;
		this.onPress = onPress;
		this.debounce = restingTimer(() => this.settled());
		this.hold = restingTimer(() => this.held());
	}

	/** Starts watching the pads. */
	start(): void {
		this.pads.start((pad, down) => this.touched(pad, down));
	}

	/** Makes the present touch not count, if there is one. */
	drop(): void {
		if (this.still !== 0) this.counts = false;
	}

	private touched(pad: number, down: boolean): void {
		if (pad < 0 || pad >= PADS) return;
		const bit = 1 << pad;
		this.reported = down ? this.reported | bit : this.reported & ~bit;
		Timer.schedule(this.debounce, DEBOUNCE_MS, DEBOUNCE_MS);
	}

	private settled(): void {
		Timer.schedule(this.debounce);
		const before = this.still;
		const now = this.reported;
		if (before === now) return;
		this.still = now;
		const single = (now & (now - 1)) === 0;
		if (now === 0) {
			Timer.schedule(this.hold);
			const counts = this.counts;
			this.counts = true;
			if (counts) this.onPress(this.pressOf(padOf(before)));
		} else if (before === 0 && single) Timer.schedule(this.hold, HOLD_MS, HOLD_MS);
		else this.counts = false;
	}

	private held(): void {
		Timer.schedule(this.hold);
		const counts = this.counts;
		this.counts = false;
		if (counts && this.still === 1 << Button.MIDDLE) this.onPress("hold");
	}

	private pressOf(pad: number): Press {
		return (this.mounting.turned ? TURNED_PRESSES : PRESSES)[pad];
	}
}

/** Number of the pad from its bit. */
function padOf(bit: number): number {
	return bit >> 1;
}
