/** `npm run accuracy`: bundles the accuracy tests and runs them in this process. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stop } from "esbuild";
import { buildEngine } from "../engine/build.mjs";
import { bundleFirmware, bundleForNode, root } from "./bundle.mjs";

const [engine, firmware, module] = await Promise.all([
	buildEngine(),
	bundleFirmware(),
	bundleForNode(join(root, "lab/accuracy/main.ts"), join(root, "build/accuracy/main.mjs")),
]);
await stop();
const { main } = await import(pathToFileURL(module).href);
process.exitCode = await main({ root, engine, firmware });
