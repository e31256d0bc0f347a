/** Where the schematic and what is made from it are kept, and the checksum that ties them. */
import { createHash } from "node:crypto";

/** Folders and files from the root of the repository. */
export const PLACES = {
	project: "hardware/kicad",
	schematic: "hardware/kicad/ambit.kicad_sch",
	netlist: "hardware/kicad/ambit.net",
	bom: "hardware/bom.csv",
	record: "hardware/outputs.json",
	simulation: "hardware/simulation.md",
	pictures: "docs/hardware",
} as const;

/** Findings of the last run of `npm run schematic`. */
export interface Outputs {
	/** Version of KiCad. */
	readonly kicad: string;
	/** Checksum of the project's files from which the rest was made. */
	readonly schematic: string;
	readonly netlist: string;
	readonly bom: string;
	readonly simulation: string;
	readonly errors: number;
	readonly warnings: number;
	readonly parts: number;
	readonly nets: number;
	/** Lines of the bill of material. */
	readonly orders: number;
	/** Parts whose pins were compared with KiCad's own library. */
	readonly comparedSymbols: readonly string[];
}

/** SHA-256 of files by name and text. */
export function checksumOf(files: readonly (readonly [name: string, text: string])[]): string {
	const hash = createHash("sha256");
	for (const [name, text] of files) hash.update(`${name}\n${text.length}\n${text}`);
	return hash.digest("hex");
}
