/** Advertising data as sent on air: AD structures (Core Specification Supplement, part A). */

/** AD types. */
const FLAGS = 0x01;
export const UUIDS_128 = 0x07;
export const NAME = 0x09;

/** Length of a UUID. */
const UUID_BYTES = 16;

/**
 * Encodes a packet of the flags, if given, and one structure.
 * @param type {@link NAME} for one text or {@link UUIDS_128} for a list
 */
export function advertisement(
	flags: number | undefined,
	type: number,
	...texts: string[]
): number[] {
	const data = texts.flatMap(type === NAME ? ascii : uuid);
	const structure = [1 + data.length, type, ...data];
	return flags === undefined ? structure : [2, FLAGS, flags, ...structure];
}

function ascii(text: string): number[] {
	return Array.from(text, (_, i) => text.charCodeAt(i));
}

/** Encodes a UUID, least significant byte first. */
function uuid(text: string): number[] {
	const digits = Array.from(text)
		.filter((character) => character !== "-")
		.join("");
	return Array.from({ length: UUID_BYTES }, (_, i) => {
		const at = digits.length - 2 * (i + 1);
		return Number.parseInt(digits.slice(at, at + 2), 16);
	});
}
