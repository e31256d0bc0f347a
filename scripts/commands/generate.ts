/**
 * `npm run registers`, `services` and `mbus`: files that are generated from the firmware's tables.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../engine/root.ts";
import { bundleOfFirmware, bundleWithFirmware } from "../bundle.ts";
import { load } from "../load.ts";

const DOCUMENTS = "scripts/generate";

/** `npm run registers`: writes docs/registers.md from the register table. */
export async function registers(): Promise<void> {
	const entry = `${DOCUMENTS}/registers-document.ts`;
	const module = await bundleOfFirmware(entry, "build/run/registers.mjs");
	const { registersDocument } =
		await load<typeof import("../generate/registers-document.ts")>(module);
	writeFileSync(join(ROOT, "docs/registers.md"), registersDocument());
}

/** `npm run services`: writes boards/bleservices from the definition of the GATT services. */
export async function services(): Promise<void> {
	const module = await bundleOfFirmware(`${DOCUMENTS}/services.ts`, "build/run/services.mjs");
	const { serviceFiles } = await load<typeof import("../generate/services.ts")>(module);
	const folder = join(ROOT, "boards/bleservices");
	mkdirSync(folder, { recursive: true });
	for (const [name, text] of serviceFiles()) writeFileSync(join(folder, name), text);
}

/** `npm run mbus`: brings the tables of docs/mbus.md up to date and prints the answer times. */
export async function mbus(): Promise<void> {
	const module = await bundleWithFirmware(`${DOCUMENTS}/mbus-document.ts`, "build/run/mbus.mjs");
	const { mbusDocument, times } = await load<typeof import("../generate/mbus-document.ts")>(module);
	const path = join(ROOT, "docs/mbus.md");
	writeFileSync(path, mbusDocument(readFileSync(path, "utf8")));
	console.log(times());
}
