/** M-Bus (EN 13757-2, EN 13757-3), as far as the line must know it. */
import type { Protocol } from "./protocol.ts";

/** A slave's answer when it has no data to send. */
const ACKNOWLEDGE = 0xe5;

/** First byte of a long frame, repeated after the lengths; and its last byte. */
const START = 0x68;
const STOP = 0x16;

/**
 * Bytes of a long frame that its length does not count, and the index of the first that it counts.
 */
const FRAMING_BYTES = 6;
const DATA_START = 4;

/** Time within which a slave starts to answer, in bit times plus seconds (EN 13757-2, 5.5.1). */
const ANSWER_BITS = 330;
const ANSWER_SECONDS = 0.05;

/** Bit times after an answer before the master may send again. */
const SILENCE_BITS = 11;

/** Sum of the bytes that the length counts, modulo 256. */
function checksum(bytes: Uint8Array): number {
	return bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0);
}

function isWhole(answer: Uint8Array): boolean {
	if (answer.length === 1) return answer[0] === ACKNOWLEDGE;
	const [start, length, again, startAgain] = answer;
	if (start !== START || startAgain !== START || length === undefined || length !== again)
		return false;
	if (answer.length !== length + FRAMING_BYTES || answer.at(-1) !== STOP) return false;
	return checksum(answer.subarray(DATA_START, -2)) === answer.at(-2);
}

export const MBUS: Protocol = {
	initial: { baudRate: 2400, parity: "even" },
	longestFrame: 261,
	// A slave hears the master's voltage; what slaves draw is heard by the master alone.
	metersHearEachOther: false,
	answerSeconds: ({ baudRate }) => ANSWER_BITS / baudRate + ANSWER_SECONDS,
	silenceSeconds: ({ baudRate }) => SILENCE_BITS / baudRate,
	isWhole,
};
