/** Modbus TCP framing (MODBUS Messaging on TCP/IP Implementation Guide V1.0b, 3.1.3). */
import { ByteReader, ByteWriter } from "../../client/bytes.ts";

/** Bytes before the PDU: transaction ID, protocol ID, length (2 each), unit ID (1). */
const HEADER_LENGTH = 7;

/** Bytes that the field `length` counts: unit ID and PDU; a PDU has 1..253 bytes. */
const LENGTH = { minimum: 2, maximum: 254 } as const;

/** One ADU. */
export interface MbapFrame {
	transaction: number;
	unit: number;
	pdu: Uint8Array;
}

/** The stream is not Modbus TCP; nothing after this point can be trusted. */
export class MalformedMbap extends Error {}

/** Splits a stream into ADUs, whatever its chunks. */
export class MbapReader {
	#rest: Buffer = Buffer.alloc(0);

	/**
	 * Adds the next bytes of the stream; returns the ADUs that they complete.
	 * @throws MalformedMbap when a header is impossible; ADUs before it in the same chunk are lost
	 *   with it
	 */
	push(chunk: Uint8Array): MbapFrame[] {
		let bytes = Buffer.concat([this.#rest, chunk]);
		const frames: MbapFrame[] = [];
		for (;;) {
			const length = lengthOf(bytes);
			if (length === undefined || bytes.length < length) break;
			const reader = new ByteReader(bytes.subarray(0, length));
			const transaction = reader.uint16();
			const unit = reader.skip(4).uint8();
			frames.push({ transaction, unit, pdu: Uint8Array.from(reader.bytes()) });
			bytes = bytes.subarray(length);
		}
		this.#rest = Buffer.from(bytes);
		return frames;
	}
}

/** Length of the ADU at the start of `bytes`; undefined while it is not known. */
function lengthOf(bytes: Buffer): number | undefined {
	if (bytes.length < 4) return undefined;
	const reader = new ByteReader(bytes).skip(2);
	if (reader.uint16() !== 0) throw new MalformedMbap("protocol ID is not 0");
	if (reader.left < 2) return undefined;
	const length = reader.uint16();
	if (length < LENGTH.minimum || length > LENGTH.maximum)
		throw new MalformedMbap(`length ${length}`);
	return length + 6;
}

/** Encodes an ADU. */
export function mbapBytes({ transaction, unit, pdu }: MbapFrame): Uint8Array {
	return new ByteWriter(HEADER_LENGTH + pdu.length)
		.uint16(transaction)
		.uint16(0)
		.uint16(pdu.length + 1)
		.uint8(unit)
		.bytes(pdu).written;
}
