/** Modbus RTU on RS-485 (Modbus over Serial Line V1.02, 2.5.1), as the line has to know it. */
import { isWhole } from "./crc16.ts";
import type { Protocol } from "./protocol.ts";
import type { SerialSettings } from "./serial-settings.ts";

/**
 * Longest time from t3.5 to the beginning of an answer: at low baud rates t3.5 takes most of the 20 ms, or more,
 * that the meter is given for both, and a write is answered when it has been stored.
 */
const ANSWER_TIME = 0.02;

/** Bits of a character by which t3.5 counts, whatever the parity. */
const CHARACTER_BITS = 11;

/** Above this baud rate t3.5 is fixed. */
const FASTEST_PROPORTIONAL = 19_200;
const FIXED_T35 = 0.00175;

function t35({ baudRate }: SerialSettings): number {
	return baudRate > FASTEST_PROPORTIONAL ? FIXED_T35 : (3.5 * CHARACTER_BITS) / baudRate;
}

/** See the file's head. */
export const RTU: Protocol = {
	initial: { baudRate: 9600, parity: "even" },
	longestFrame: 256,
	metersHearEachOther: true,
	answerSeconds: (settings) => t35(settings) + ANSWER_TIME,
	silenceSeconds: t35,
	isWhole,
};
