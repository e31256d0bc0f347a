/**
 * Messages of the byte link of `boards/virtual/link.ts`, and their payloads by the fields that
 * spec/link.ts gives each of them.
 */
import { HEADER_LENGTH } from "../../boards/virtual/link.ts";
import { type FieldType, type Message, TO_BOARD } from "../../spec/link.ts";
import type { Identity } from "./engine.ts";

/**
 * Builds a message: the header, then a copy of the payload, at most the link's MAXIMUM_PAYLOAD
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

/** Values of a message's fields; booleans are 1 and 0. */
export type Values<M extends Message, Bytes = Uint8Array> = {
	readonly [Name in keyof M["fields"]]: M["fields"][Name] extends "bytes" ? Bytes : number;
};

type NumberType = Exclude<FieldType, "bytes">;

/** Bytes of each type of number. */
const LENGTHS: Readonly<Record<NumberType, number>> = {
	u8: 1,
	u16: 2,
	u32: 4,
	f64: 8,
};

function encodeNumber(type: NumberType, value: number): Buffer {
	const field = Buffer.alloc(LENGTHS[type]);
	if (type === "f64") field.writeDoubleLE(value);
	else field.writeUIntLE(value, 0, LENGTHS[type]);
	return field;
}

function decodeNumber(payload: Buffer, at: number, type: NumberType): number {
	return type === "f64" ? payload.readDoubleLE(at) : payload.readUIntLE(at, LENGTHS[type]);
}

/**
 * The payload of a message.
 * @throws RangeError if a number does not fit its field
 */
export function encode<M extends Message>(message: M, values: Values<M>): Buffer {
	const list = values as Readonly<Record<string, number | Uint8Array>>;
	const fields = Object.entries(message.fields).map(([name, type]) => {
		const value = list[name];
		return type === "bytes" ? (value as Uint8Array) : encodeNumber(type, value as number);
	});
	return Buffer.concat(fields);
}

/**
 * The fields in a payload; bytes stay part of it.
 * @throws RangeError if the payload is too short
 */
export function decode<M extends Message>(message: M, payload: Buffer): Values<M, Buffer> {
	const values: Record<string, number | Buffer> = {};
	let at = 0;
	for (const [name, type] of Object.entries(message.fields)) {
		if (type === "bytes") {
			values[name] = payload.subarray(at);
			break;
		}
		values[name] = decodeNumber(payload, at, type);
		at += LENGTHS[type];
	}
	return values as Values<M, Buffer>;
}
