/**
 * `npm run services`: writes Moddable's `bleservices`, boards/bleservices/*.json, from the one definition of the
 * meter's GATT services.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stop } from "esbuild";
import { bundleOfFirmware, root } from "./bundle.mjs";

const module = await bundleOfFirmware("scripts/generate/services.ts", "build/run/services.mjs");
await stop();
const { serviceFiles } = await import(pathToFileURL(module).href);
mkdirSync(join(root, "boards/bleservices"), { recursive: true });
for (const [name, text] of serviceFiles())
	writeFileSync(join(root, "boards/bleservices", name), text);
