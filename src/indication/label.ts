/**
 * The words on the display. A label refers to a text whose character codes were stored when its
 * module was loaded: in XS, every call of a string's method makes garbage, and the display is
 * written every second.
 */

/** A text of the display: the place of its first character in {@link pool}, and its length. */
export type Label = number;

/** Bits of a label that hold its length. */
export const LENGTH_BITS = 6;
export const LENGTH_MASK = (1 << LENGTH_BITS) - 1;

/** Characters of all labels. The first two bytes hold the number of bytes in use. */
export const pool = new Uint8Array(1152);
pool[0] = 2;

/**
 * Stores a text of ASCII characters. Call it while modules are loaded.
 * @throws RangeError if there is no room for it
 */
export function label(text: string): Label {
	const start = pool[0] + 256 * pool[1];
	const end = start + text.length;
	if (text.length > LENGTH_MASK || end > pool.length)
		throw new RangeError(`no room for the label ${text}`);
	for (let i = 0; i < text.length; i++) pool[start + i] = text.charCodeAt(i);
	pool[0] = end & 0xff;
	pool[1] = end >> 8;
	return (start << LENGTH_BITS) | text.length;
}

/** Number of characters. */
export function lengthOf(text: Label): number {
	return text & LENGTH_MASK;
}
