/** The board's `mc/config`. */

/** Defined when the firmware is bundled (scripts/bundle.ts), not in tests of single modules. */
declare const LEGALLY_RELEVANT_CHECKSUM: number | undefined;
declare const OTHER_CHECKSUM: number | undefined;

export default Object.freeze({
	traceReadings: false,
	legallyRelevantChecksum:
		typeof LEGALLY_RELEVANT_CHECKSUM === "undefined" ? 0 : LEGALLY_RELEVANT_CHECKSUM,
	otherChecksum: typeof OTHER_CHECKSUM === "undefined" ? 0 : OTHER_CHECKSUM,
});
