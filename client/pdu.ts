/** PDUs as a client sends and understands them (MODBUS Application Protocol V1.1b3, chapter 6). */
import { EXCEPTION_FLAG, Exception, FunctionCode, MAXIMUM_READ } from "modbus/protocol";
import { ByteReader, ByteWriter } from "./bytes.ts";

export { EXCEPTION_FLAG, Exception, FunctionCode, MAXIMUM_READ };

/** Names of the exception codes (chapter 7), those of other devices and of gateways too. */
export const EXCEPTION_NAMES: Readonly<Record<number, string>> = Object.freeze({
	[Exception.ILLEGAL_FUNCTION]: "illegal function",
	[Exception.ILLEGAL_DATA_ADDRESS]: "illegal data address",
	[Exception.ILLEGAL_DATA_VALUE]: "illegal data value",
	[Exception.SERVER_DEVICE_FAILURE]: "server device failure",
	5: "acknowledge",
	[Exception.SERVER_DEVICE_BUSY]: "server device busy",
	8: "memory parity error",
	10: "gateway path unavailable",
	11: "gateway target device failed to respond",
});

/** Function code, byte count. */
const READ_RESPONSE_HEAD = 2;

/** Function code, address, quantity, byte count. */
const WRITE_REQUEST_HEAD = 6;

/** Function code, address, and quantity or value: a request to read, a response to a write. */
const SHORT_LENGTH = 5;

/** PDU that reads holding registers. @param count 1..{@link MAXIMUM_READ} */
export function readRequest(address: number, count: number): Uint8Array<ArrayBuffer> {
	return short(FunctionCode.READ_HOLDING_REGISTERS, address, count);
}

/** PDU that writes registers: FC 06 for one, FC 16 for more, at most 123 (6.12). */
export function writeRequest(address: number, words: readonly number[]): Uint8Array<ArrayBuffer> {
	const [value] = words;
	if (words.length === 1 && value !== undefined)
		return short(FunctionCode.WRITE_SINGLE_REGISTER, address, value);
	return writeMultipleRequest(address, words);
}

/** PDU that writes registers by FC 16, even if there is only one. */
export function writeMultipleRequest(
	address: number,
	words: readonly number[],
): Uint8Array<ArrayBuffer> {
	const writer = new ByteWriter(WRITE_REQUEST_HEAD + 2 * words.length)
		.uint8(FunctionCode.WRITE_MULTIPLE_REGISTERS)
		.uint16(address)
		.uint16(words.length)
		.uint8(2 * words.length);
	for (const word of words) writer.uint16(word);
	return writer.written;
}

/** A request to write several registers. */
export interface MultipleWrite {
	readonly address: number;
	/** Values of the registers in the order of their addresses. */
	readonly words: readonly number[];
}

/**
 * Takes a request of FC 16 apart; undefined if `request` is another one, or its length is wrong.
 */
export function decodeMultipleWrite(request: Uint8Array): MultipleWrite | undefined {
	if (request.length < WRITE_REQUEST_HEAD) return undefined;
	const reader = new ByteReader(request);
	if (reader.uint8() !== FunctionCode.WRITE_MULTIPLE_REGISTERS) return undefined;
	const address = reader.uint16();
	const count = reader.uint16();
	if (reader.uint8() !== 2 * count || reader.left !== 2 * count) return undefined;
	return { address, words: reader.words() };
}

/** Takes a request to write apart, FC 06 or FC 16; undefined if it is another one. */
export function decodeWrite(request: Uint8Array): MultipleWrite | undefined {
	if (request[0] !== FunctionCode.WRITE_SINGLE_REGISTER) return decodeMultipleWrite(request);
	if (request.length !== SHORT_LENGTH) return undefined;
	const reader = new ByteReader(request).skip(1);
	return { address: reader.uint16(), words: [reader.uint16()] };
}

/** Content of a response. */
export type Response =
	/** The registers as the wire carries them; empty after a write. */
	| { readonly kind: "normal"; readonly registers: Uint8Array }
	| { readonly kind: "exception"; readonly code: number }
	/** Not a response to this request. */
	| { readonly kind: "unrelated" };

/** Decodes the response to a request that {@link readRequest} or a write request has made. */
export function decodeResponse(request: Uint8Array, response: Uint8Array): Response {
	const [functionCode = 0] = request;
	const [answered, second = 0] = response;
	if (answered === (functionCode | EXCEPTION_FLAG) && response.length === 2)
		return { kind: "exception", code: second };
	if (functionCode === FunctionCode.READ_HOLDING_REGISTERS) {
		const length = 2 * new ByteReader(request).skip(3).uint16();
		if (
			answered === functionCode &&
			second === length &&
			response.length === READ_RESPONSE_HEAD + length
		)
			return { kind: "normal", registers: response.subarray(READ_RESPONSE_HEAD) };
		return { kind: "unrelated" };
	}
	const repeated = request.subarray(0, SHORT_LENGTH);
	const repeats =
		response.length === SHORT_LENGTH && repeated.every((byte, i) => byte === response[i]);
	return repeats ? { kind: "normal", registers: new Uint8Array() } : { kind: "unrelated" };
}

function short(functionCode: number, address: number, value: number): Uint8Array<ArrayBuffer> {
	return new ByteWriter(SHORT_LENGTH).uint8(functionCode).uint16(address).uint16(value).written;
}
