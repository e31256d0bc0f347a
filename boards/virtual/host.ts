/**
 * The global `host`, which an engine provides to the virtual board natively. XS's is in
 * `engine/xs/`, the one for `--engine node` in `engine/node/`.
 */
export interface Host {
	/** Payload of the message being delivered, MAXIMUM_PAYLOAD bytes; of FRAMES only the sequence. */
	readonly input: ArrayBuffer;
	/** Payload of the next message to be sent, MAXIMUM_PAYLOAD bytes. */
	readonly output: ArrayBuffer;
	/**
	 * Sends a message with the first `length` bytes of `output`, followed by `rest` or, if given, by
	 * its `count` bytes starting at index `first`.
	 */
	send(type: number, length: number, rest?: Uint8Array, first?: number, count?: number): void;
	/**
	 * Sends a message with the first `length` bytes of `output` and waits for one of type
	 * `answerType`. Puts its payload in `output` and returns the payload's length. Messages that
	 * arrive before it are delivered later, in order; `input` and the frames being delivered do not
	 * change.
	 */
	exchange(type: number, length: number, answerType: number): number;
	/**
	 * Sums the frames of the FRAMES message being delivered with the compiled kernel until a window
	 * closes: see `FrontEnd.take` in `board`.
	 */
	meter(results: number[]): boolean;
	/** Discards the compiled kernel's window in progress. */
	restartMeter(): void;
	/** Has a phase, 0..2, pace the compiled kernel's windows. */
	setReference(phase: number): void;
	/** The compiled analyser: see `QualityAnalyser` in `board`. */
	quality(place: number): number;
	enableQuality(on: boolean): void;
	setQualityLimits(phase: number, low: number, high: number): void;
	/**
	 * Writes `count` frames of the FRAMES message being delivered, starting with its frame `first`,
	 * into `samples`, starting at index `at`, in the kernel's steps: for the kernel as byte code. The
	 * array's elements must exist.
	 */
	unpack(samples: number[], at: number, first: number, count: number): void;
	/**
	 * Returns the smallest QR code that `text` fits in, of version 1..`maxVersion` (1..10), error
	 * correction M or better: one byte per module, 1 if dark, rows from the top.
	 * @throws RangeError if the text does not fit
	 */
	qrCode(text: string, maxVersion: number): ArrayBuffer;
	/**
	 * Returns the register of a CRC after `bytes`; undefined on `--engine node`. `reflected` gives
	 * the bit order of the polynomial and the register.
	 * @param width 8 or 16
	 */
	crc?(
		bytes: Uint8Array,
		width: number,
		polynomial: number,
		reflected: boolean,
		value: number,
	): number;
	/** Set by the board; called with every message but STATS. An exception ends the engine. */
	onMessage: ((type: number, length: number) => void) | undefined;
}

declare global {
	/** Provided by the engine before the bundle runs. */
	var host: Host;
}
