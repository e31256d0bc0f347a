/** The protocol spoken on a line, as far as the line must know it: how long to wait. */
import type { SerialSettings } from "./serial-settings.ts";

/** Times are in seconds of meter time. */
export interface Protocol {
	/** Settings of a client that follows a meter which has not opened its port yet. */
	readonly initial: SerialSettings;
	/** Characters of the longest frame. */
	readonly longestFrame: number;
	/** True if meters hear each other's answers. */
	readonly metersHearEachOther: boolean;
	/** Longest time from the end of a request to the start of its answer. */
	answerSeconds(settings: SerialSettings): number;
	/** Silence that separates one frame from the next. */
	silenceSeconds(settings: SerialSettings): number;
	/** True if these bytes are a whole answer. */
	isWhole(answer: Uint8Array): boolean;
}
