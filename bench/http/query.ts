/** JSON schemas of parameters after `?`, all of them texts. */

/** A whole number above 0 of at most that many digits. */
export function wholeNumber(digits: number): object {
	return {
		description: `a whole number, 1 to ${10 ** digits - 1}`,
		type: "string",
		pattern: `^[1-9][0-9]{0,${digits - 1}}$`,
	};
}
