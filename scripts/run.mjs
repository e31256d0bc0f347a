/** `node scripts/run.mjs FILE.ts [argument...]`: bundles a TypeScript file for Node and runs it in this process. */
import { existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { stop } from "esbuild";
import { bundleForNode, root } from "./bundle.mjs";

const [file, ...rest] = process.argv.slice(2);
if (!file || !existsSync(file)) {
	console.error(file ? `run: ${file} does not exist` : "run: names no file");
	process.exit(2);
}
const entry = resolve(file);
const outfile = join(
	root,
	"build/run",
	relative(root, dirname(entry)),
	`${basename(entry, ".ts")}.mjs`,
);
process.argv.splice(1, process.argv.length, outfile, ...rest);
const module = await bundleForNode(entry, outfile);
await stop();
await import(pathToFileURL(module).href);
