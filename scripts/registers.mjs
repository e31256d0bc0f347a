/** `npm run registers`: writes docs/registers.md from the register table. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stop } from "esbuild";
import { bundleOfFirmware, root } from "./bundle.mjs";

const module = await bundleOfFirmware(
	"scripts/generate/registers-document.ts",
	"build/run/registers.mjs",
);
await stop();
const { registersDocument } = await import(pathToFileURL(module).href);
writeFileSync(join(root, "docs/registers.md"), registersDocument());
