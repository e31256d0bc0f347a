/** Class around `sample-stream.c`, which collects and sums the converter's frames natively. */

/** xsc binds these to the C functions of the names given. */
declare function Native(destructor: string): new () => object;
declare function native(name: string): { call(target: unknown, ...parameters: unknown[]): unknown };

export interface SampleStreamOptions {
	/** SPI host by ESP-IDF's number: 1 is SPI2, 2 is SPI3. */
	port: number;
	/** Pins of the SPI bus. */
	clock: number;
	out: number;
	in: number;
	select: number;
	/** Pin of the converter's DRDY. */
	ready: number;
	/** Frequency of the SPI clock. */
	hz: number;
	/** Called when windows can be taken (window-ring), or the converter was reset. */
	onWindow: () => void;
}

export default class SampleStream extends Native("xs_sample_stream_destructor") {
	constructor(options: SampleStreamOptions) {
		super();
		native("xs_sample_stream").call(this, options);
	}
	/** Sends a frame and replaces it with the one received; throws while the stream is running. */
	transfer(frame: ArrayBuffer): void {
		native("xs_sample_stream_transfer").call(this, frame);
	}
	/** Starts collecting; discards what the converter has buffered and the window in progress. */
	start(): void {
		native("xs_sample_stream_start").call(this);
	}
	/** Stops collecting. */
	stop(): void {
		native("xs_sample_stream_stop").call(this);
	}
	/**
	 * True if the converter has reported a reset since the start, so that its set-up is lost. Its
	 * frames are no longer summed.
	 */
	get converterReset(): boolean {
		return native("xs_sample_stream_get_upset").call(this) as boolean;
	}
}
