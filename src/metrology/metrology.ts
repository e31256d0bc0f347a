/** Metrology: front end → kernel → window → readings. */
import { type FrontEnd, WORDS_PER_FRAME } from "board";
import { nominalCalibration } from "metrology/calibration";
import Kernel from "metrology/kernel";
import Readings from "metrology/readings";
import Window from "metrology/window";

/** Frames that the buffer holds: a virtual board's idle block of 80 and what was left of the one before. */
const BUFFER_FRAMES = 96;

/** Measures what `frontEnd` converts. */
export default class Metrology {
	readonly readings = new Readings();
	readonly #kernel = new Kernel();
	readonly #window: Window;
	readonly #words: number[] = new Array(BUFFER_FRAMES * WORDS_PER_FRAME).fill(0);
	readonly #onReadings: (readings: Readings) => void;

	/** @param onReadings called about once a second with the readings, which are used again */
	constructor(frontEnd: FrontEnd, onReadings: (readings: Readings) => void) {
		this.#onReadings = onReadings;
		this.#window = new Window(nominalCalibration(frontEnd));
		frontEnd.start(this.#words, (length) => this.#process(length));
	}

	#process(length: number): number {
		const words = this.#words;
		const kernel = this.#kernel;
		let next = 0;
		for (;;) {
			next = kernel.run(words, next, length);
			if (!kernel.closed) break;
			this.#window.take(kernel);
			if (this.readings.add(this.#window)) this.#onReadings(this.readings);
		}
		const left = length - next;
		for (let i = 0; i < left; i++) words[i] = words[next + i];
		return left;
	}
}
