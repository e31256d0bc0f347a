/** Messages of the attribute protocol (Core Specification 5.4, volume 3, part F, 3.4). */
import { ByteReader } from "../../client/bytes.ts";

/** Opcodes that the bench's stacks know. */
export const AttOpcode = {
	ERROR: 0x01,
	MTU_REQUEST: 0x02,
	MTU_RESPONSE: 0x03,
	READ_REQUEST: 0x0a,
	READ_RESPONSE: 0x0b,
	WRITE_REQUEST: 0x12,
	WRITE_RESPONSE: 0x13,
	NOTIFICATION: 0x1b,
	WRITE_COMMAND: 0x52,
} as const;

/** Error codes (3.4.1.1). */
export const AttErrorCode = {
	INVALID_HANDLE: 0x01,
	READ_NOT_PERMITTED: 0x02,
	WRITE_NOT_PERMITTED: 0x03,
	INSUFFICIENT_AUTHENTICATION: 0x05,
	REQUEST_NOT_SUPPORTED: 0x06,
	INVALID_LENGTH: 0x0d,
	UNLIKELY: 0x0e,
} as const;

/** Error codes in words. */
const TEXTS: Readonly<Record<number, string>> = {
	[AttErrorCode.INVALID_HANDLE]: "characteristic: does not exist",
	[AttErrorCode.READ_NOT_PERMITTED]: "characteristic: cannot be read",
	[AttErrorCode.WRITE_NOT_PERMITTED]: "characteristic: cannot be written",
	[AttErrorCode.INSUFFICIENT_AUTHENTICATION]: "characteristic: needs pairing",
	[AttErrorCode.REQUEST_NOT_SUPPORTED]: "characteristic: sends no notifications",
	[AttErrorCode.INVALID_LENGTH]: "value: is too long",
	[AttErrorCode.UNLIKELY]: "the meter has no value",
};

/** An operation was refused. */
export class AttError extends Error {
	/** Error code of the attribute protocol; undefined: the request did not get that far. */
	readonly code: number | undefined;

	constructor(message: string, code?: number) {
		super(message);
		this.code = code;
	}

	/** The error of a code. */
	static of(code: number): AttError {
		return new AttError(TEXTS[code] ?? `error ${code}`, code);
	}
}

/** The handle of a characteristic's value; the next one switches its notifications. */
export function handleOf(characteristic: number): number {
	return 2 * characteristic + 1;
}

/** The meaning of a handle. */
export function meaningOf(handle: number): { characteristic: number; configuration: boolean } {
	return { characteristic: (handle - 1) >> 1, configuration: handle % 2 === 0 };
}

/** A message that begins with its opcode and a handle or another number of 16 bits. */
export function attMessage(opcode: number, number: number, value?: Uint8Array): Uint8Array {
	return Uint8Array.of(opcode, number & 0xff, number >> 8, ...(value ?? []));
}

/** Takes such a message apart; undefined if it is too short. */
export function readAttMessage(
	pdu: Uint8Array,
): { opcode: number; number: number; value: Uint8Array } | undefined {
	if (pdu.length < 3) return undefined;
	const reader = new ByteReader(pdu, "little-endian");
	return { opcode: reader.uint8(), number: reader.uint16(), value: reader.bytes() };
}
