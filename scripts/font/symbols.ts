/** Reads symbols drawn in a text file: `.` for a pixel that is off, `#` for one that is on. */

const HEAD = /^(\d+x\d+) (\S+)$/;
const PIXELS = /^[.#]+$/;

export interface DrawnSymbol {
	/** Width and height, such as "6x12". */
	readonly size: string;
	readonly meaning: string;
	/** Rows from the top, pixels from the left. */
	readonly rows: boolean[][];
}

/** Symbols in the order of the file. Throws if one has not the size that it says. */
export function symbolsOf(text: string): DrawnSymbol[] {
	const symbols: DrawnSymbol[] = [];
	for (const line of text.split("\n")) {
		const [, size, meaning] = HEAD.exec(line) ?? [];
		if (size && meaning) symbols.push({ size, meaning, rows: [] });
		else if (PIXELS.test(line)) symbols.at(-1)?.rows.push([...line].map((pixel) => pixel === "#"));
	}
	for (const { size, meaning, rows } of symbols) {
		const [width, height] = size.split("x").map(Number);
		if (rows.length !== height || rows.some((row) => row.length !== width))
			throw new Error(`symbols.txt: ${meaning} is not ${size}`);
	}
	return symbols;
}
