/** A test's result and its limit, if it is no steady load. */
export interface Finding {
	readonly test: string;
	readonly unit: string;
	readonly value: number;
	/** Largest value that passes. */
	readonly limit: number;
	/** Origin of the limit. */
	readonly source: string;
}
