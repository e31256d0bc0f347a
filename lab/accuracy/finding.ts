/** A test's result and its limit. */
export interface Finding {
	readonly test: string;
	/** In the unit of the test's name. */
	readonly value: number;
	/** Largest value that passes. */
	readonly limit: number;
	/** Origin of the limit. */
	readonly source: string;
}
