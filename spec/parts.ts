/**
 * The parts of the firmware in src/, from the ground floor up: a new folder is one line here.
 * `npm run generate` writes their names into tsconfig.json, boards/tsconfig.json and manifest.json;
 * Vite, Vitest, the checksums and the direction test import this file.
 */

/** A part of the firmware: the file src/NAME.ts, or the folder src/NAME with all its files. */
export interface Part {
	readonly is: "file" | "folder";
	/** Parts that it may import, types included. */
	readonly imports: readonly string[];
	/** Covered by 401B, the checksum of legally relevant software; may import only such parts. */
	readonly legallyRelevant?: boolean;
}

/** Small files that every part may import. */
const BASE = ["board", "quality-analyser", "sampling", "invariant", "checksum", "resting-timer"];

/** A legally relevant folder, and the floors below that it may import. */
function law(...floors: readonly string[]): Part {
	return { is: "folder", imports: [...BASE, ...floors], legallyRelevant: true };
}

/** Any other folder. */
function folder(...imports: readonly string[]): Part {
	return { is: "folder", imports: [...BASE, ...imports] };
}

function file(...imports: readonly string[]): Part {
	return { is: "file", imports: [...BASE, ...imports] };
}

export const PARTS: Readonly<Record<string, Part>> = {
	"quality-analyser": { is: "file", imports: [], legallyRelevant: true },
	board: { is: "file", imports: ["quality-analyser"], legallyRelevant: true },
	sampling: { is: "file", imports: [], legallyRelevant: true },
	invariant: { is: "file", imports: [], legallyRelevant: true },
	checksum: { is: "file", imports: [], legallyRelevant: true },
	"resting-timer": { is: "file", imports: [], legallyRelevant: true },
	registers: law(),
	metrology: law("registers"),
	energy: law("registers", "metrology"),
	storage: law("registers", "metrology", "energy"),
	pulse: law("registers", "energy"),
	indication: law("registers", "metrology", "energy", "storage", "pulse"),
	quality: folder("registers", "metrology", "energy", "storage"),
	serial: folder(),
	access: folder("registers"),
	modbus: folder("registers", "metrology", "storage", "quality", "serial", "access"),
	mbus: folder("registers", "energy", "serial", "access"),
	ble: folder("registers", "metrology", "energy", "modbus", "access"),
	display: folder(
		"registers",
		"metrology",
		"energy",
		"storage",
		"quality",
		"pulse",
		"indication",
		"serial",
		"access",
	),
	catalogue: file(
		"registers",
		"metrology",
		"energy",
		"storage",
		"pulse",
		"indication",
		"quality",
		"modbus",
		"mbus",
		"ble",
		"display",
		"access",
	),
	maps: file("catalogue", "modbus", "mbus"),
	meter: file(
		"registers",
		"metrology",
		"energy",
		"storage",
		"pulse",
		"indication",
		"quality",
		"modbus",
		"mbus",
		"ble",
		"display",
		"access",
		"catalogue",
		"maps",
	),
	"trace-readings": file("registers", "metrology"),
	main: file("meter", "trace-readings", "device"),
};

/** Moddable's modules that every platform has, and any part may import. */
export const MODDABLE = ["timer", "crc", "qrcode", "mc/config"] as const;

/** The module with the board's entry: each board has its own. */
export const DEVICE = "device";

/** Boards whose files import each other by specifier. */
export const BOARDS = ["simulator", "esp32s3"] as const;

const names = (is: Part["is"]): string[] =>
	Object.keys(PARTS).filter((name) => PARTS[name].is === is);

/** Names of the parts that are files, and of those that are folders. */
export const FILES: readonly string[] = names("file");
export const FOLDERS: readonly string[] = names("folder");

/** The specifier of each part, with a wildcard for the files of a folder. */
export const SPECIFIERS: readonly string[] = Object.entries(PARTS).map(([name, { is }]) =>
	is === "file" ? name : `${name}/*`,
);
