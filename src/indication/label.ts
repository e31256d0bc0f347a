/**
 * The words on the display. A label stands for text that was put aside as character codes when its module was loaded:
 * a string's methods make garbage at every call in XS, and the display is written anew every second.
 */

/** Text of the display: where it stands among all of them, and its length. */
export type Label = number;

/** Longest label, more than a row has columns. */
const LENGTHS = 64;

/** Characters of all labels; the first two bytes say how many bytes are taken, themselves included. */
export const pool = new Uint8Array(1024);
pool[0] = 2;

/** The label of a text of ASCII characters; once for each, while modules are loaded. */
export function label(text: string): Label {
	const start = pool[0] + 256 * pool[1];
	const end = start + text.length;
	if (text.length >= LENGTHS || end > pool.length)
		throw new RangeError(`no room for the label ${text}`);
	for (let i = 0; i < text.length; i++) pool[start + i] = text.charCodeAt(i);
	pool[0] = end & 0xff;
	pool[1] = end >> 8;
	return start * LENGTHS + text.length;
}

/** Characters of a label. */
export function lengthOf(text: Label): number {
	return text % LENGTHS;
}

/** Where a label's characters begin in {@link pool}. */
export function startOf(text: Label): number {
	return Math.floor(text / LENGTHS);
}
