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

export const PARTS: Readonly<Record<string, Part>> = {
	board: { is: "file", imports: [], legallyRelevant: true },
	invariant: { is: "file", imports: [], legallyRelevant: true },
	checksum: { is: "file", imports: [], legallyRelevant: true },
	"resting-timer": { is: "file", imports: [], legallyRelevant: true },
	metrology: { is: "folder", imports: ["board", "checksum"], legallyRelevant: true },
	energy: { is: "folder", imports: [], legallyRelevant: true },
	storage: {
		is: "folder",
		imports: ["board", "checksum", "resting-timer", "metrology"],
		legallyRelevant: true,
	},
	registers: {
		is: "folder",
		imports: ["invariant", "board", "resting-timer", "metrology", "storage"],
		legallyRelevant: true,
	},
	serial: { is: "folder", imports: ["invariant", "board", "resting-timer"] },
	modbus: { is: "folder", imports: ["board", "registers", "serial"] },
	mbus: { is: "folder", imports: ["board", "resting-timer", "energy", "registers", "serial"] },
	pulse: {
		is: "folder",
		imports: ["board", "resting-timer", "metrology", "registers"],
		legallyRelevant: true,
	},
	ble: { is: "folder", imports: ["board", "registers", "modbus"] },
	indication: {
		is: "folder",
		imports: ["board", "resting-timer", "metrology", "energy", "storage", "registers"],
		legallyRelevant: true,
	},
	display: {
		is: "folder",
		imports: ["board", "resting-timer", "metrology", "energy", "registers", "indication"],
	},
	meter: {
		is: "file",
		imports: [
			"board",
			"metrology",
			"energy",
			"storage",
			"registers",
			"modbus",
			"mbus",
			"ble",
			"pulse",
			"indication",
			"display",
		],
	},
	main: { is: "file", imports: ["meter", "registers", "device"] },
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
