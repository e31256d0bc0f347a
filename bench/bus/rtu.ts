/** Modbus RTU on RS-485 (Modbus over Serial Line V1.02, 2.5.1), as the line has to know it. */
import { isWhole } from "./crc16.ts";
import type { Protocol } from "./protocol.ts";
import type { SerialSettings } from "./serial-settings.ts";

/**
 * Longest time to the beginning of an answer. Below 4800 baud t3.5 takes most of that or more, and a write is
 * answered when it has been stored, 7 ms after t3.5; so much is left behind t3.5 at any rate.
 */
const ANSWER_TIME = 0.02;
const BEYOND_SILENCE = 0.015;

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
	answerTime: (settings) => Math.max(ANSWER_TIME, t35(settings) + BEYOND_SILENCE),
	silence: t35,
	isWhole,
};
