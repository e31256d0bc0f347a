/** The native collector of frames, `sample-stream.c`, as a class. */

/** xsc binds these to the C functions of these names. */
declare function Native(destructor: string): new () => object;
declare function native(name: string): { call(target: unknown, ...parameters: unknown[]): unknown };

export interface SampleStreamOptions {
	/** SPI host as ESP-IDF numbers them: 1 is SPI2, 2 is SPI3. */
	port: number;
	/** Pins. */
	clock: number;
	out: number;
	in: number;
	select: number;
	/** DRDY of the converter. */
	ready: number;
	/** Of the SPI clock. */
	hz: number;
	/** A block of frames has come, 20 ms or more of them. */
	onBlock: () => void;
}

export default class SampleStream extends Native("xs_sample_stream_destructor") {
	constructor(options: SampleStreamOptions) {
		super();
		native("xs_sample_stream").call(this, options);
	}
	/** Sends a frame and puts what came back in its place; throws while the stream runs. */
	transfer(frame: ArrayBuffer): void {
		native("xs_sample_stream_transfer").call(this, frame);
	}
	/** Collects from now on; what the converter kept from before is thrown away. */
	start(): void {
		native("xs_sample_stream_start").call(this);
	}
	/** Collects no more. */
	stop(): void {
		native("xs_sample_stream_stop").call(this);
	}
	/** Moves `count` frames at most to `words` from `at` on; returns how many. The elements must exist. */
	read(words: number[], at: number, count: number): number {
		return native("xs_sample_stream_read").call(this, words, at, count) as number;
	}
	/** Whether the converter has said since the start that it is not set up as it was: it has lost its supply. */
	get upset(): boolean {
		return native("xs_sample_stream_get_upset").call(this) as boolean;
	}
}

/** Frames since the start that were converted and are lost: damaged, not fetched in time, without room in the ring. */
export function framesLost(this: unknown): number {
	return native("xs_sample_stream_lost").call(this) as number;
}
