/** What the line has to know of the protocol that is spoken on it: when to wait how long. */
import type { SerialSettings } from "./serial-settings.ts";

/** See the file's head. Times are seconds of meter time. */
export interface Protocol {
	/** Settings of a master that follows a meter which has not opened its port yet. */
	readonly initial: SerialSettings;
	/** Characters of the longest frame. */
	readonly longestFrame: number;
	/** Whether meters hear each other's answers. */
	readonly metersHearEachOther: boolean;
	/** Longest time from the end of a request to the beginning of its answer. */
	answerTime(settings: SerialSettings): number;
	/** Silence that tells one frame from the next. */
	silence(settings: SerialSettings): number;
	/** Whether these bytes are a whole answer. */
	isWhole(answer: Uint8Array): boolean;
}
