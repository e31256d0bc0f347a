/** `npm run bench [-- NAME...]`: bundles what is measured and runs the benchmarks in this process. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stop } from "esbuild";
import { buildEngine } from "../engine/build.mjs";
import {
	bundleFirmware,
	bundleForNode,
	bundleKernelProbe,
	bundleWithoutDisplay,
	root,
} from "./bundle.mjs";
import { buildImages } from "./images.mjs";

const [engine, firmware, probe, withoutDisplay, module] = await Promise.all([
	buildEngine(),
	bundleFirmware(),
	bundleKernelProbe(),
	bundleWithoutDisplay(),
	bundleForNode(join(root, "lab/cost/main.ts"), join(root, "build/bench/benchmarks.mjs")),
]);
await stop();
const { main } = await import(pathToFileURL(module).href);
async function images() {
	const built = await buildImages();
	await stop();
	return built;
}
await main({ root, engine, firmware, probe, withoutDisplay, images }, process.argv.slice(2));
