/**
 * What an engine gives the virtual board natively, as the global `host`. The desktop engine's is in
 * `engine/`, the one for `--engine node` in `engine/node/`.
 */
export interface Host {
	/** Payload of the message that is being delivered, {@link MAXIMUM_PAYLOAD} bytes; of FRAMES the sequence only. */
	readonly input: ArrayBuffer;
	/** Payload of the next message to be sent, as long. */
	readonly output: ArrayBuffer;
	/** Sends a message with the first `length` bytes of `output`, and `rest`, which is put behind them. */
	send(type: number, length: number, rest?: Uint8Array): void;
	/**
	 * Sends a message with the first `length` bytes of `output` and waits for one of type `answerType`, whose
	 * payload is then in `output`; returns its length. Messages that come before it are delivered later, in order;
	 * `input` and the frames that are being delivered stay as they are.
	 */
	exchange(type: number, length: number, answerType: number): number;
	/**
	 * Packs `count` frames of the FRAMES message that is being delivered, from its frame `first` on, into
	 * `words` from index `at` on, as {@link FrontEnd} says. The elements must exist already.
	 */
	unpack(words: number[], at: number, first: number, count: number): void;
	/**
	 * The smallest QR code that `text` fits in, of version 1..`maxVersion` (1..10), error correction M or better: a byte
	 * a module, 1 where it is dark, rows from the top. Throws a RangeError if the text does not fit.
	 */
	qrCode(text: string, maxVersion: number): ArrayBuffer;
	/**
	 * The register of a CRC after `bytes`; `--engine node` has none. The polynomial and the register are in the
	 * order of bits that `reflected` says.
	 * @param width 8 or 16
	 */
	crc?(
		bytes: Uint8Array,
		width: number,
		polynomial: number,
		reflected: boolean,
		value: number,
	): number;
	/** Set by the board: the engine calls it with every message but STATS. Its exception ends the engine. */
	onMessage: ((type: number, length: number) => void) | undefined;
}

declare global {
	/** Supplied by the engine before the bundle runs. */
	var host: Host;
	/** Prints a line on the bench's trace, as in Moddable; no line end is added. */
	function trace(...items: unknown[]): void;
}
