/** Advertising data as it goes on air: AD structures (Core Specification Supplement, part A). */

/** AD types. */
const FLAGS = 0x01;
export const UUIDS_128 = 0x07;
export const NAME = 0x09;

/** Bytes of a UUID. */
const UUID_LENGTH = 16;

/**
 * A packet of flags, if given, and one more structure.
 * @param type {@link NAME} of one text, or {@link UUIDS_128} of a list
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

/** Least significant byte first. */
function uuid(text: string): number[] {
	const digits = Array.from(text)
		.filter((character) => character !== "-")
		.join("");
	return Array.from({ length: UUID_LENGTH }, (_, i) => {
		const at = digits.length - 2 * (i + 1);
		return Number.parseInt(digits.slice(at, at + 2), 16);
	});
}
