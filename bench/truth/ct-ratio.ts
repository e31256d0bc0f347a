/**
 * Learns the CT ratio as any client on the line can: from a write that the meter has confirmed.
 */
import { decodeMultipleWrite, decodeResponse } from "../../client/pdu.ts";
import { isWhole } from "../bus/rtu.ts";

/** First of the two registers: primary and secondary current, BCD. */
const CT_RATIO = 0x401f;

/**
 * Returns the ratio set by an exchange on the line.
 * @param request an RTU frame, as is `response`
 * @returns primary over secondary; undefined if the meter has accepted none
 */
export function ratioSetBy(request: Uint8Array, response: Uint8Array): number | undefined {
	if (!isWhole(request) || !isWhole(response) || request[0] !== response[0]) return undefined;
	const pdu = request.subarray(1, -2);
	const write = decodeMultipleWrite(pdu);
	if (!write || decodeResponse(pdu, response.subarray(1, -2)).kind !== "normal") return undefined;
	const at = CT_RATIO - write.address;
	const [primary, secondary] = [write.words[at], write.words[at + 1]];
	return primary === undefined || secondary === undefined
		? undefined
		: bcd(primary) / bcd(secondary);
}

/** Value of four decimal digits. */
function bcd(word: number): number {
	return Number(word.toString(16));
}

/** Primary over secondary of a ratio such as "100/5". */
export function quotientOf(ratio: string): number {
	const [primary, secondary] = ratio.split("/").map(Number);
	return (primary ?? Number.NaN) / (secondary ?? Number.NaN);
}
