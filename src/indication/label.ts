/**
 * The words on the display. A label stands for a text that was turned into character codes when its module was loaded:
 * a string's methods make garbage at every call in XS, and the display is written every second.
 */

/** A text of the display: the place of its first character in {@link pool}, and its length. */
export type Label = number;

/** Bits of a label that hold its length. */
export const LENGTH_BITS = 6;
export const LENGTH_MASK = (1 << LENGTH_BITS) - 1;

/** Characters of all labels; the first two bytes say how many bytes are taken, themselves included. */
export const pool = new Uint8Array(1024);
pool[0] = 2;

/**
 * The label of a text of ASCII characters; to be called while modules are loaded.
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

/** Characters of a label. */
export function lengthOf(text: Label): number {
	return text & LENGTH_MASK;
}
