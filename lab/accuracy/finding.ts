/** What one of the tests found. */
export interface Finding {
	readonly test: string;
	/** In the unit of the test's name. */
	readonly value: number;
	/** Largest value that passes. */
	readonly limit: number;
	/** Where the limit is from. */
	readonly source: string;
}
