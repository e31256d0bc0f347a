/** M-Bus (EN 13757-2, EN 13757-3), as far as the line must know it. */
import type { Protocol } from "./protocol.ts";

/** A slave's answer when it has no data to send. */
const ACKNOWLEDGE = 0xe5;

/** First byte of a long frame, repeated after the lengths; first of a short one; last of both. */
const START = 0x68;
const SHORT_START = 0x10;
const STOP = 0x16;

/** Length of a short frame. */
const SHORT_LENGTH = 5;

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

/** Silence that ends a frame in the meter, whole or not: bit times plus seconds (docs/mbus.md). */
const PAUSE_BITS = 33;
const PAUSE_SECONDS = 0.05;

/** The address that all meters obey and none answers. */
const BROADCAST = 0xff;

/** Sum of the bytes that the length counts, modulo 256. */
function checksum(bytes: Uint8Array): number {
	return bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0);
}

function isLongFrame(bytes: Uint8Array): boolean {
	const [start, length, again, startAgain] = bytes;
	if (start !== START || startAgain !== START || length === undefined || length !== again)
		return false;
	if (bytes.length !== length + FRAMING_BYTES || bytes.at(-1) !== STOP) return false;
	return checksum(bytes.subarray(DATA_START, -2)) === bytes.at(-2);
}

function isShortFrame(bytes: Uint8Array): boolean {
	return (
		bytes.length === SHORT_LENGTH &&
		bytes[0] === SHORT_START &&
		bytes[3] === checksum(bytes.subarray(1, 3)) &&
		bytes[4] === STOP
	);
}

/** A-field of a frame that is whole. */
function addressOf(request: Uint8Array): number | undefined {
	if (isShortFrame(request)) return request[2];
	return isLongFrame(request) ? request[DATA_START + 1] : undefined;
}

export const MBUS: Protocol = {
	initial: { baudRate: 2400, parity: "even" },
	longestFrame: 261,
	broadcast: BROADCAST,
	// A slave hears the master's voltage; what slaves draw is heard by the master alone.
	metersHearEachOther: false,
	answerSeconds: ({ baudRate }) => ANSWER_BITS / baudRate + ANSWER_SECONDS,
	silenceSeconds: ({ baudRate }) => SILENCE_BITS / baudRate,
	pauseSeconds: ({ baudRate }) => PAUSE_BITS / baudRate + PAUSE_SECONDS,
	addressOf,
	isWhole: (answer) => (answer.length === 1 ? answer[0] === ACKNOWLEDGE : isLongFrame(answer)),
};
