/** M-Bus (EN 13757-2, EN 13757-3), as far as the line must know it. */
import { MbusEar } from "./mbus-ear.ts";
import { addressOf, BROADCAST, isLongFrame, isReading } from "./mbus-frames.ts";
import type { Protocol } from "./protocol.ts";

/** A slave's answer when it has no data to send. */
const ACKNOWLEDGE = 0xe5;

/** Time within which a slave starts to answer, in bit times plus seconds (EN 13757-2, 5.5.1). */
const ANSWER_BITS = 330;
const ANSWER_SECONDS = 0.05;

/** Bit times after an answer before the master may send again. */
const SILENCE_BITS = 11;

/** Silence that ends a frame in the meter, whole or not: bit times plus seconds (docs/mbus.md). */
const PAUSE_BITS = 33;
const PAUSE_SECONDS = 0.05;

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
	mayChange: (frame) => !isReading(frame),
	newEar: () => new MbusEar(),
	isWhole: (answer) => (answer.length === 1 ? answer[0] === ACKNOWLEDGE : isLongFrame(answer)),
};
