/** The bench's end of the byte link of `boards/virtual/link.ts`. */
import { HEADER_LENGTH, MAXIMUM_PAYLOAD } from "../../boards/virtual/link.ts";
import { TO_BOARD } from "../../spec/link.ts";
import { encode } from "./codec.ts";
import type { Identity } from "./engine.ts";

/**
 * Builds a message: the header, then a copy of the payload of at most {@link MAXIMUM_PAYLOAD}
 * bytes.
 */
export function message(type: number, ...payload: Uint8Array[]): Buffer {
	const header = Buffer.alloc(HEADER_LENGTH);
	header.writeUInt8(type, 0);
	const whole = Buffer.concat([header, ...payload]);
	whole.writeUInt16LE(whole.length - HEADER_LENGTH, 1);
	return whole;
}

/**
 * Builds START.
 * @param flash true if the board has a flash chip
 */
export function startMessage(
	{ serialNumber, modbusId, mbusAddress, restartReason }: Identity,
	flash = false,
): Buffer {
	const payload = encode(TO_BOARD.START, {
		serialNumber,
		modbusId,
		mbusAddress,
		flashFitted: flash ? 1 : 0,
		restartReason: restartReason ?? 0,
	});
	return message(TO_BOARD.START.type, payload);
}

/** Builds FRAMES: number `sequence` since START, wrapped here, and the frames in `bytes`. */
export function framesMessage(sequence: number, bytes: Uint8Array): Buffer {
	const payload = encode(TO_BOARD.FRAMES, { sequence: sequence & 0xffff, frames: bytes });
	return message(TO_BOARD.FRAMES.type, payload);
}

/** Splits a stream into messages, whatever its chunks. */
export class MessageReader {
	readonly #onMessage: (type: number, payload: Buffer) => void;
	#rest: Buffer = Buffer.alloc(0);

	/** @param onMessage called with each message; the payload is valid during the call only */
	constructor(onMessage: (type: number, payload: Buffer) => void) {
		this.#onMessage = onMessage;
	}

	/**
	 * Adds the next bytes of the stream.
	 * @throws RangeError when a length is impossible: the stream is lost then
	 */
	push(chunk: Buffer): void {
		const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
		let at = 0;
		while (bytes.length - at >= HEADER_LENGTH) {
			const length = bytes.readUInt16LE(at + 1);
			if (length > MAXIMUM_PAYLOAD) throw new RangeError(`a message of ${length} bytes`);
			const end = at + HEADER_LENGTH + length;
			if (end > bytes.length) break;
			this.#onMessage(bytes.readUInt8(at), bytes.subarray(at + HEADER_LENGTH, end));
			at = end;
		}
		this.#rest = Buffer.from(bytes.subarray(at));
	}
}
