/**
 * Bench and examination for tests of accuracy: in Vitest's own form, mains model and front end take
 * three times as long.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { MakeConversion } from "../../bench/front-end/block.ts";
import { compiledConversion } from "../../bench/front-end/compiled.ts";
import { bundleForNode, root } from "../../scripts/bundle.ts";
import { buildFrontEndModule } from "../../scripts/front-end-module.ts";

/** Imports a module, named from the root, with all that it imports as one file. */
export async function bundled(path: string): Promise<unknown> {
	const outfile = join(root, "build/accuracy", path.replaceAll("/", "-").replace(/ts$/, "mjs"));
	await bundleForNode(join(root, path), outfile);
	return import(pathToFileURL(outfile).href);
}

/** Conversion of the front end in machine code. */
export async function conversionOfModule(): Promise<MakeConversion> {
	return compiledConversion(readFileSync(await buildFrontEndModule(() => {})));
}
