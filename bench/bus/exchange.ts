/** What was asked on a line and answered. */

/** A request that one meter alone has answered, as both stood on the line. */
export interface Exchange {
	/** Counted from 0. */
	readonly meter: number;
	readonly request: Uint8Array;
	readonly answer: Uint8Array;
	/** Frames of meter time from the end of the request to the beginning of the answer. */
	readonly delay: number;
}
