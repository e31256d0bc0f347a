/// <reference path="./touchpad.d.ts" />
/**
 * The three touch pads below the LCD, on the chip's touch channels. They are also looked at by a
 * timer, since the SDK drops the message of a touch while XS's queue is full, and is deaf then.
 */
import type { TouchPads } from "board";
import Timer from "timer";
import TouchPad from "touchpad";

/**
 * Relative rise of a pad's reading at a touch through the front of 2 mm polycarbonate.
 */
const SENSITIVITY = 0.02;

/** Between two looks. */
const LOOK_MS = 50;

/**
 * Looks, 60 s, after which a touched pad counts as stuck: as released, until it has been, so that
 * the others can be used.
 */
const LOOKS_TO_STUCK = 1200;

const PADS = 3;

export default class ChipTouchPads implements TouchPads {
	readonly #channels: readonly number[];

	/** @param channels touch channels of the pads, left to right */
	constructor(channels: readonly number[]) {
		this.#channels = channels;
	}

	start(onTouch: (pad: number, down: boolean) => void): void {
		const channels = this.#channels;
		/** Looks for which each pad has been touched. */
		const looks = new Uint16Array(PADS);
		let reported = 0;
		const report = (): void => {
			const touched = pads.read();
			for (let pad = 0; pad < PADS; pad++) {
				const bit = 1 << channels[pad];
				if (!(touched & bit)) looks[pad] = 0;
				const down = (touched & bit) !== 0 && looks[pad] < LOOKS_TO_STUCK;
				if (down === ((reported & bit) !== 0)) continue;
				reported ^= bit;
				onTouch(pad, down);
			}
		};
		const look = (): void => {
			for (let pad = 0; pad < PADS; pad++) {
				if (!(reported & (1 << channels[pad]))) continue;
				looks[pad]++;
				if (looks[pad] === LOOKS_TO_STUCK) trace(`touch: pad ${pad} is stuck\n`);
			}
			report();
		};
		const pads = new TouchPad({
			pins: channels.reduce((pins, channel) => pins | (1 << channel), 0),
			sensitivity: SENSITIVITY,
			onReadable: report,
		});
		Timer.repeat(look, LOOK_MS);
	}
}
