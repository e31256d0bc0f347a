/** Compiles the work of the bench's front end on every frame to WebAssembly. */
import { mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { compileToWebAssembly } from "../engine/image/kernel.ts";
import { keyOf, type Report, unlessMade } from "../engine/image/made.ts";
import { ROOT } from "../engine/root.ts";

const MODULE = join(ROOT, "build/bench/front-end.wasm");

const ENTRY = "bench/front-end/module.ts";

const SOURCES = [
	ENTRY,
	"bench/front-end/conversion.ts",
	"bench/front-end/layout.ts",
	"src/sampling.ts",
	"engine/image/kernel.ts",
].map((path) => join(ROOT, path));

/**
 * Arrays are not checked: every index follows from a length in layout.ts. Six pages of memory, four
 * of them for the table of the noise.
 */
const OPTIONS = ["--uncheckedBehavior", "always", "--initialMemory", "6", "--maximumMemory", "6"];

/** Builds the module unless it was made from the same sources; returns its path. */
export async function buildFrontEndModule(report: Report): Promise<string> {
	await unlessMade(MODULE, keyOf(SOURCES, OPTIONS), async () => {
		report("front end: compiling to WebAssembly");
		mkdirSync(dirname(MODULE), { recursive: true });
		const made = `${MODULE}.${process.pid}`;
		await compileToWebAssembly(made, OPTIONS, ENTRY);
		renameSync(made, MODULE);
	});
	return MODULE;
}
