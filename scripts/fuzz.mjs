/** `npm run fuzz`: bundles the firmware and the fuzzer and runs it in this process. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stop } from "esbuild";
import { buildEngine } from "../engine/build.mjs";
import { bundleFirmware, bundleForNode, root } from "./bundle.mjs";

const [engine, firmware, module] = await Promise.all([
	buildEngine(),
	bundleFirmware(),
	bundleForNode(join(root, "lab/fuzz/main.ts"), join(root, "build/run/fuzz.mjs")),
]);
await stop();
const { main } = await import(pathToFileURL(module).href);
await main({ engine, firmware }, process.argv.slice(2));
