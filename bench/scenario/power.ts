/** Power of a load over time. */

/** Active and reactive power of a phase, W and var on the primary side; positive = consumed. */
export interface Power {
	readonly active: number;
	readonly reactive: number;
}

/** Of L1, L2, L3. */
export type Powers = readonly [Power, Power, Power];

/** Power that is constant from one change to the next. */
export interface Load {
	/** Powers at a time since the start, in seconds. */
	at(seconds: number): Powers;
	/** Time of the first change after `seconds`; Infinity: there is none. */
	next(seconds: number): number;
}
