/// <reference path="./touchpad.d.ts" />
/** The three touch pads below the LCD, on touch channels of the chip. */
import type { TouchPads } from "board";
import TouchPad from "touchpad";

/** Part of a pad's untouched reading by which a touch through the front's 2 mm of polycarbonate raises it. */
const SENSITIVITY = 0.02;

export default class ChipTouchPads implements TouchPads {
	readonly #channels: readonly number[];

	/** @param channels touch channels of the pads, from left to right */
	constructor(channels: readonly number[]) {
		this.#channels = channels;
	}

	start(onTouch: (pad: number, down: boolean) => void): void {
		const channels = this.#channels;
		let before = 0;
		const pads = new TouchPad({
			pins: channels.reduce((pins, channel) => pins | (1 << channel), 0),
			sensitivity: SENSITIVITY,
			onReadable: () => {
				const touched = pads.read();
				const changed = touched ^ before;
				before = touched;
				for (let pad = 0; pad < channels.length; pad++) {
					const bit = 1 << channels[pad];
					if (changed & bit) onTouch(pad, (touched & bit) !== 0);
				}
			},
		});
	}
}
