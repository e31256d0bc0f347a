/** Reads symbols that are drawn in a text file: `.` for a pixel that is off, `#` for one that is on. */

const HEAD = /^(\d+x\d+) (\S+)$/;
const PIXELS = /^[.#]+$/;

/** Symbols in the order of the file: size ("6x12"), meaning, rows as arrays of booleans. */
export function symbolsOf(text) {
	const symbols = [];
	for (const line of text.split("\n")) {
		const head = HEAD.exec(line);
		if (head) symbols.push({ size: head[1], meaning: head[2], rows: [] });
		else if (PIXELS.test(line)) symbols.at(-1).rows.push([...line].map((pixel) => pixel === "#"));
	}
	for (const { size, meaning, rows } of symbols) {
		const [width, height] = size.split("x").map(Number);
		if (rows.length !== height || rows.some((row) => row.length !== width))
			throw new Error(`symbols.txt: ${meaning} is not ${size}`);
	}
	return symbols;
}
