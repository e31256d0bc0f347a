/** M-Bus (EN 13757-2, EN 13757-3), as the line has to know it. */
import type { Protocol } from "./protocol.ts";

/** What a slave that has nothing to say answers with. */
const ACKNOWLEDGE = 0xe5;

/** First byte, once and once more behind the lengths, and last byte of a long frame. */
const START = 0x68;
const STOP = 0x16;

/** Bytes of a long frame that its length does not count, and where those that it counts begin. */
const FRAMING = 6;
const HEAD = 4;

/** Bit times and seconds within which a slave begins to answer (EN 13757-2, 5.5.1). */
const ANSWER_BITS = 330;
const ANSWER_TIME = 0.05;

/** Bit times after an answer before the master may go on. */
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
	if (answer.length !== length + FRAMING || answer.at(-1) !== STOP) return false;
	return checksum(answer.subarray(HEAD, -2)) === answer.at(-2);
}

/** See the file's head. */
export const MBUS: Protocol = {
	initial: { baudRate: 2400, parity: "even" },
	longestFrame: 261,
	// A slave hears the master's voltage; what slaves draw is heard by the master alone.
	metersHearEachOther: false,
	answerSeconds: ({ baudRate }) => ANSWER_BITS / baudRate + ANSWER_TIME,
	silenceSeconds: ({ baudRate }) => SILENCE_BITS / baudRate,
	isWhole,
};
