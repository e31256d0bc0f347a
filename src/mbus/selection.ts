/**
 * Selection by secondary address (EN 13757-3, 11.3): identification, manufacturer, version, medium.
 */
import { MANUFACTURER, MEDIUM, VERSION } from "mbus/telegram";
import { toBCD } from "registers/value";

/** Bytes of a secondary address. */
export const SELECTION_LENGTH = 8;

/** Matches any digit of the identification number. */
const ANY_DIGIT = 0xf;

/** Matches any version and any medium; two of them match any manufacturer. */
const ANY = 0xff;

/**
 * True if the secondary address at `at`, which may have wildcards, is that of this meter.
 * @param identification eight digits
 */
export function matches(bytes: Uint8Array, at: number, identification: number): boolean {
	const digits = toBCD(identification);
	for (let i = 0; i < SELECTION_LENGTH; i++) {
		const wanted = (bytes[at + (i >> 1)] >> (4 * (i & 1))) & 0xf;
		if (wanted !== ANY_DIGIT && wanted !== ((digits >>> (4 * i)) & 0xf)) return false;
	}
	const low = bytes[at + 4];
	const high = bytes[at + 5];
	if ((low !== ANY || high !== ANY) && (low !== MANUFACTURER[0] || high !== MANUFACTURER[1]))
		return false;
	return isOrAny(bytes[at + 6], VERSION) && isOrAny(bytes[at + 7], MEDIUM);
}

function isOrAny(wanted: number, value: number): boolean {
	return wanted === ANY || wanted === value;
}
