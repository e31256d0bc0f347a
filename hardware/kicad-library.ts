/** Compares the pins of the chips with those of KiCad's own symbols, which nobody here drew. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Part } from "./drawing/part.ts";
import { atomIn, listsIn, parse } from "./drawing/s-expression.ts";
import type { Sheet } from "./drawing/sheet.ts";

/** Where they are: KiCad's own variable says, or Debian's kicad-symbols. */
const SYMBOLS = process.env.KICAD9_SYMBOL_DIR ?? "/usr/share/kicad/symbols";

/** Pins that KiCad names otherwise: ours, KiCad's. */
const SAME: readonly (readonly [string, string])[] = [
	// the data sheet calls pin 27 "not connected"
	["NC", "AGND"],
];

type Library = ReturnType<typeof parse>;

function pinsIn(library: Library, name: string): Map<string, string> {
	const symbol = listsIn(library, "symbol").find((each) => each[1] === name);
	if (symbol === undefined) throw new Error(`schematic: KiCad's library has no ${name}`);
	const base = atomIn(symbol, "extends");
	if (base !== "") return pinsIn(library, base);
	const pins = listsIn(symbol, "symbol").flatMap((unit) => listsIn(unit, "pin"));
	return new Map(pins.map((pin) => [atomIn(pin, "number"), atomIn(pin, "name")]));
}

const isSame = (ours: string, theirs: string): boolean =>
	ours === theirs ||
	ours === "~" ||
	theirs === "~" ||
	SAME.some(([a, b]) => a === ours && b === theirs);

/** Differences between a part's pins and KiCad's, one line each. */
function differences(part: Part, theirs: ReadonlyMap<string, string>): string[] {
	const ours = new Map(part.symbol.pins.map(({ number, name }) => [number, name]));
	const numbers = new Set([...ours.keys(), ...theirs.keys()]);
	return [...numbers].flatMap((number) => {
		const [here, there] = [ours.get(number), theirs.get(number)];
		if (here !== undefined && there !== undefined && isSame(here, there)) return [];
		return [`${part.value}, pin ${number}: ${here ?? "missing"}, KiCad's ${there ?? "missing"}`];
	});
}

/** Result of the comparison. */
export interface Comparison {
	readonly compared: readonly string[];
	readonly differences: readonly string[];
}

/** Compares each part that KiCad has too. Throws one line if its library is not there. */
export function compareWithKicad(sheets: readonly Sheet[]): Comparison {
	if (!existsSync(SYMBOLS))
		throw new Error(`KiCad's symbols are not in ${SYMBOLS}; KICAD9_SYMBOL_DIR names their folder`);
	const parts = sheets.flatMap((sheet) => sheet.parts.map(({ part }) => part));
	const known = new Map(
		parts.flatMap((part) => (part.kicad === undefined ? [] : [[part.kicad, part] as const])),
	);
	const libraries = new Map<string, Library>();
	const found = [...known].flatMap(([id, part]) => {
		const [file, name] = id.split(":");
		const library =
			libraries.get(file) ?? parse(readFileSync(join(SYMBOLS, `${file}.kicad_sym`), "utf8"));
		libraries.set(file, library);
		return differences(part, pinsIn(library, name));
	});
	return { compared: [...known.values()].map(({ value }) => value).sort(), differences: found };
}
