/// <reference path="./touchpad.d.ts" />
/** The three touch pads below the LCD, on the chip's touch channels. */
import type { TouchPads } from "board";
import TouchPad from "touchpad";

/**
 * Relative rise of a pad's reading at a touch through the front of 2 mm polycarbonate.
 */
const SENSITIVITY = 0.02;

export default class ChipTouchPads implements TouchPads {
	readonly #channels: readonly number[];

	/** @param channels touch channels of the pads, left to right */
	constructor(channels: readonly number[]) {
		this.#channels = channels;
	}

	start(onTouch: (pad: number, down: boolean) => void): void {
		const channels = this.#channels;
		let previous = 0;
		const pads = new TouchPad({
			pins: channels.reduce((pins, channel) => pins | (1 << channel), 0),
			sensitivity: SENSITIVITY,
			onReadable: () => {
				const touched = pads.read();
				const changed = touched ^ previous;
				previous = touched;
				for (let pad = 0; pad < channels.length; pad++) {
					const bit = 1 << channels[pad];
					if (changed & bit) onTouch(pad, (touched & bit) !== 0);
				}
			},
		});
	}
}
