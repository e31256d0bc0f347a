/** The ratio of the current transformers, learnt as a master on the line learns it: from a write that was answered. */
import { isWhole } from "../bus/crc16.ts";

const WRITE_MULTIPLE_REGISTERS = 0x10;

/** First of the two registers: primary and secondary current, BCD. */
const CT_RATIO = 0x401f;

/** Bytes before the registers in a request: unit ID, function code, address, quantity, byte count. */
const HEAD_LENGTH = 7;

/**
 * The ratio that an exchange on the line has set.
 * @param request and answer: RTU frames
 * @returns primary over secondary; undefined when the meter has not taken one
 */
export function ratioSetBy(request: Uint8Array, answer: Uint8Array): number | undefined {
	const bytes = Buffer.from(request);
	if (!isWhole(request) || !isWhole(answer) || bytes.length < HEAD_LENGTH + 4) return undefined;
	// A normal answer repeats unit ID, function code, address and quantity.
	if (bytes[1] !== WRITE_MULTIPLE_REGISTERS || !bytes.subarray(0, 6).equals(answer.subarray(0, -2)))
		return undefined;
	const at = CT_RATIO - bytes.readUInt16BE(2);
	const count = bytes.readUInt16BE(4);
	if (at < 0 || at + 2 > count || bytes.length !== HEAD_LENGTH + 2 * count + 2) return undefined;
	const primary = bcd(bytes.readUInt16BE(HEAD_LENGTH + 2 * at));
	const secondary = bcd(bytes.readUInt16BE(HEAD_LENGTH + 2 * at + 2));
	return primary / secondary;
}

/** Value of four decimal digits. */
function bcd(word: number): number {
	return Number(word.toString(16));
}
