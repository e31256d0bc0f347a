/** The front end of the ESP32-S3 board: the converter ADS131M08 behind dividers and current transformers. */
import { type FrontEnd, WORDS_PER_FRAME } from "board";
import Ads131m08 from "esp32s3/ads131m08";
import SampleStream, { framesLost, type SampleStreamOptions } from "esp32s3/sample-stream";
import Timer from "timer";

/** XS's own output to the debugger; silent in a release build. */
declare function trace(...items: unknown[]): void;

/** Milliseconds after which a converter that did not answer is asked again. */
const RETRY = 1000;

/** SPI host and pins, as {@link SampleStreamOptions} has them. */
export type ConverterPins = Omit<SampleStreamOptions, "onBlock">;

export default class ConverterFrontEnd implements FrontEnd {
	/** By docs/hardware.md: 1.2 V × (3 × 255 kΩ + 1.15 kΩ) / 1.15 kΩ is 799.5 V, calibrated to 800. */
	readonly fullScaleVolts = 800;
	/** 1.2 V / 226 Ω × 2000 turns is 10.62 A, calibrated to 10.6. */
	readonly fullScaleAmps = 10.6;
	readonly #pins: ConverterPins;

	constructor(pins: ConverterPins) {
		this.#pins = pins;
	}

	get lostFrames(): number {
		return framesLost();
	}

	start(words: number[], onReadable: (length: number) => number): void {
		let left = 0;
		const { port, clock, out, in: input, select, ready, hz } = this.#pins;
		const stream = new SampleStream({
			port,
			clock,
			out,
			in: input,
			select,
			ready,
			hz,
			onBlock: () => {
				if (stream.upset) {
					stream.stop();
					begin(stream);
					return;
				}
				for (;;) {
					const room = ((words.length - left) / WORDS_PER_FRAME) | 0;
					const count = stream.read(words, left, room);
					if (count === 0) return;
					left = onReadable(left + count * WORDS_PER_FRAME);
				}
			},
		});
		begin(stream);
	}
}

/** Sets the converter up and lets the frames come, now or when it answers at last. */
function begin(stream: SampleStream): void {
	const converter = new Ads131m08(stream);
	const attempt = (): boolean => {
		if (!converter.setUp()) return false;
		stream.start();
		return true;
	};
	if (attempt()) return;
	trace("front end: the converter does not answer\n");
	Timer.set(
		(timer) => {
			if (attempt()) Timer.clear(timer);
		},
		RETRY,
		RETRY,
	);
}
