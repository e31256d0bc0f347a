/**
 * Modbus RTU on RS-485 (Modbus over Serial Line V1.02, 2.5.1), as far as the line must know it.
 */
import { isWhole } from "./crc16.ts";
import type { Protocol } from "./protocol.ts";
import type { SerialSettings } from "./serial-settings.ts";

/**
 * Longest time from t3.5 to the start of an answer. At low baud rates t3.5 takes most of the 20 ms
 * that the meter has for both, or more; a write is answered once it has been stored.
 */
const ANSWER_SECONDS = 0.02;

/** Bits of a character in t3.5, whatever the parity. */
const CHARACTER_BITS = 11;

/** Baud rate above which t3.5 is fixed. */
const FASTEST_PROPORTIONAL_BAUD = 19_200;
const FIXED_T35_SECONDS = 0.00175;

function t35Seconds({ baudRate }: SerialSettings): number {
	return baudRate > FASTEST_PROPORTIONAL_BAUD
		? FIXED_T35_SECONDS
		: (3.5 * CHARACTER_BITS) / baudRate;
}

export const RTU: Protocol = {
	initial: { baudRate: 9600, parity: "even" },
	longestFrame: 256,
	metersHearEachOther: true,
	answerSeconds: (settings) => t35Seconds(settings) + ANSWER_SECONDS,
	silenceSeconds: t35Seconds,
	isWhole,
};
