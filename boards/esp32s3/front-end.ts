/** The front end: an ADS131M08 with voltage dividers and current transformers. */
import type { FrontEnd } from "board";
import Ads131m08 from "esp32s3/ads131m08";
import SampleStream, { type SampleStreamOptions } from "esp32s3/sample-stream";
import {
	enableQuality,
	framesLost,
	quality,
	restartKernel,
	setQualityLimits,
	setReference,
	takeWindow,
	windowCount,
} from "esp32s3/window-ring";
import config from "mc/config";
import type { QualityAnalyser } from "quality-analyser";
import Timer from "timer";

/** Interval between attempts to set up a converter that does not respond. */
const RETRY_MS = 1000;

/** Lost frames are traced once in this time. */
const LOSS_PERIOD_MS = 1000;

/** SPI host and pins of the converter. */
export type ConverterPins = Omit<SampleStreamOptions, "onWindow">;

/** 1.2 V × (3 × 255 kΩ + 1.15 kΩ) / 1.15 kΩ is 799.5 V (docs/hardware.md), calibrated to 800. */
const FULL_SCALE_VOLTS = 800;
/** 1.2 V / 80 Ω × 2000 turns is 30 A: a crest factor of 4.2 at 5 A. */
const FULL_SCALE_AMPS = 30;

/** A full scale that the build sets for another front end (docs/kit.md), or the board's own. */
function fullScale(setting: unknown, own: number): number {
	if (setting === undefined) return own;
	const value = Number(setting);
	if (value > 0 && Number.isFinite(value)) return value;
	trace(`front end: full scale "${setting}" is no positive number; ${own} is used\n`);
	return own;
}

const QUALITY: QualityAnalyser = Object.freeze({
	at: (place: number) => quality(place),
	enable: (on: boolean) => enableQuality(on),
	setLimits: (phase: number, low: number, high: number) => setQualityLimits(phase, low, high),
});

export default class ConverterFrontEnd implements FrontEnd {
	readonly quality: QualityAnalyser = QUALITY;
	readonly #pins: ConverterPins;

	constructor(pins: ConverterPins) {
		this.#pins = pins;
	}

	get fullScaleVolts(): number {
		return fullScale(config.fullScaleVolts, FULL_SCALE_VOLTS);
	}

	get fullScaleAmps(): number {
		return fullScale(config.fullScaleAmps, FULL_SCALE_AMPS);
	}

	get lostFrames(): number {
		return framesLost();
	}

	start(onReadable: () => void): void {
		const { port, clock, out, in: input, select, ready, hz } = this.#pins;
		const stream = new SampleStream({
			port,
			clock,
			out,
			in: input,
			select,
			ready,
			hz,
			onWindow: () => {
				// A converter that keeps resetting closes no window, and the meter has to notice.
				if (windowCount() > 0) onReadable();
				if (!stream.converterReset) return;
				trace("front end: the converter was reset\n");
				stream.stop();
				begin(stream);
			},
		});
		begin(stream);
		let lost = 0;
		Timer.repeat(() => {
			const now = framesLost();
			if (now > lost) trace(`front end: ${now - lost} frames lost\n`);
			lost = now;
		}, LOSS_PERIOD_MS);
	}

	take(results: number[]): boolean {
		return takeWindow(results);
	}

	restart(): void {
		restartKernel();
	}

	setReference(phase: number): void {
		setReference(phase);
	}
}

/** Sets up the converter and starts the stream, now or as soon as the converter responds. */
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
		RETRY_MS,
		RETRY_MS,
	);
}
