/** The KiCad project: every file with its text. */
import { sheetFile, symbolsOf } from "./drawing/kicad-sheet.ts";
import { PROJECT, symbolDefinition } from "./drawing/kicad-symbol.ts";
import { list, textOf } from "./drawing/s-expression.ts";
import type { Sheet } from "./drawing/sheet.ts";
import { footprintFiles } from "./footprints.ts";
import { ROOT_ID, rootFile } from "./root.ts";
import { converter } from "./sheets/converter.ts";
import { current } from "./sheets/current.ts";
import { display } from "./sheets/display.ts";
import { lowVoltage } from "./sheets/low-voltage.ts";
import { mains } from "./sheets/mains.ts";
import { mbus } from "./sheets/mbus.ts";
import { processor } from "./sheets/processor.ts";
import { pulses } from "./sheets/pulses.ts";
import { rs485 } from "./sheets/rs485.ts";
import { supply } from "./sheets/supply.ts";

/** The sheets in the order of their pages; the first page is the overview. */
export const SHEETS: readonly Sheet[] = [
	mains,
	current,
	converter,
	supply,
	lowVoltage,
	processor,
	display,
	rs485,
	mbus,
	pulses,
].map((draw, i) => draw(i + 2));

/** KiCad's settings: its own. */
const SETTINGS = { meta: { filename: `${PROJECT}.kicad_pro`, version: 3 } };
const PROJECT_FILE = `${JSON.stringify(SETTINGS, undefined, "\t")}\n`;

/** Library of the project's own symbols. */
function symbolLibrary(): string {
	return `${textOf(
		list(
			"kicad_symbol_lib",
			list("version", 20241209),
			list("generator", "ambit"),
			list("generator_version", "9.0"),
			...symbolsOf(SHEETS).map((symbol) => symbolDefinition(symbol, false)),
		),
	)}\n`;
}

/** A table of libraries: name and place. */
function libraryTable(
	kind: "sym" | "fp",
	libraries: readonly (readonly [string, string])[],
): string {
	return `${textOf(
		list(
			`${kind}_lib_table`,
			list("version", 7),
			...libraries.map(([name, uri]) =>
				list(
					"lib",
					list("name", name),
					list("type", "KiCad"),
					list("uri", uri),
					list("options", ""),
					list("descr", ""),
				),
			),
		),
	)}\n`;
}

/** Libraries of the footprints in use: KiCad's, and the project's own. */
function footprintTable(): string {
	const used = SHEETS.flatMap(({ parts }) => parts.map(({ part }) => part.footprint.split(":")[0]));
	return libraryTable(
		"fp",
		[...new Set(used)]
			.sort()
			.map((name) => [
				name,
				name === PROJECT
					? `\${KIPRJMOD}/${PROJECT}.pretty`
					: `\${KICAD9_FOOTPRINT_DIR}/${name}.pretty`,
			]),
	);
}

/** Files of the project by name. */
export function projectFiles(): [name: string, text: string][] {
	return [
		[`${PROJECT}.kicad_sch`, rootFile(SHEETS)],
		...SHEETS.map((sheet): [string, string] => [
			`${sheet.file}.kicad_sch`,
			sheetFile(sheet, ROOT_ID),
		]),
		[`${PROJECT}.kicad_sym`, symbolLibrary()],
		["sym-lib-table", libraryTable("sym", [[PROJECT, `\${KIPRJMOD}/${PROJECT}.kicad_sym`]])],
		["fp-lib-table", footprintTable()],
		[`${PROJECT}.kicad_pro`, PROJECT_FILE],
		...footprintFiles().map(([name, text]): [string, string] => [
			`${PROJECT}.pretty/${name}`,
			text,
		]),
	];
}
