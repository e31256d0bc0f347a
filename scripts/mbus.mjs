/** `npm run mbus`: brings the tables of docs/mbus.md up to date and prints the answer times. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stop } from "esbuild";
import { bundleWithFirmware, root } from "./bundle.mjs";

const module = await bundleWithFirmware("scripts/generate/mbus-document.ts", "build/run/mbus.mjs");
await stop();
const { mbusDocument, times } = await import(pathToFileURL(module).href);
const path = join(root, "docs/mbus.md");
writeFileSync(path, mbusDocument(readFileSync(path, "utf8")));
console.log(times());
