/** The three touch pads over the byte link. */
import type { TouchPads } from "board";

export default class VirtualTouchPads implements TouchPads {
	private onTouch: ((pad: number, down: boolean) => void) | undefined;

	start(onTouch: (pad: number, down: boolean) => void): void {
		this.onTouch = onTouch;
	}

	/** Handles TOUCH: a pad was touched or released. */
	change(pad: number, down: boolean): void {
		this.onTouch?.(pad, down);
	}
}
