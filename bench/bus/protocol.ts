/** The protocol spoken on a line, as far as the line must know it: how long to wait. */
import type { Ear } from "./ear.ts";
import { bitsOf, type SerialSettings } from "./serial-settings.ts";

/** Times are in seconds of meter time. */
export interface Protocol {
	/** Settings of a client that follows a meter which has not opened its port yet. */
	readonly initial: SerialSettings;
	/** Characters of the longest frame. */
	readonly longestFrame: number;
	/** The address that all meters obey and none answers. */
	readonly broadcast: number;
	/** True if meters hear each other's answers. */
	readonly metersHearEachOther: boolean;
	/** Longest time from the end of a request to the start of its answer. */
	answerSeconds(settings: SerialSettings): number;
	/** Silence that separates one frame from the next. */
	silenceSeconds(settings: SerialSettings): number;
	/** Silence that ends a client's frame, whole or not. */
	pauseSeconds(settings: SerialSettings): number;
	/** The address of a request; undefined: these bytes are not one whole request. */
	addressOf(request: Uint8Array): number | undefined;
	/** False if a frame that begins like this changes no setting of a meter. */
	mayChange(frame: Uint8Array): boolean;
	/** An ear for a meter of which nothing is known yet. */
	newEar(): Ear;
	/** True if these bytes are a whole answer. */
	isWhole(answer: Uint8Array): boolean;
}

/** Time in which any frame has ended and its answer has begun. */
export function longestSeconds(protocol: Protocol, settings: SerialSettings): number {
	const frameSeconds = (protocol.longestFrame * bitsOf(settings)) / settings.baudRate;
	return frameSeconds + protocol.answerSeconds(settings);
}
