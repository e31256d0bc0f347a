/** `npm run calibrate`: bundles the calibration and runs it in this process. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stop } from "esbuild";
import { bundleForNode, root } from "./bundle.mjs";

const module = await bundleForNode(
	join(root, "lab/calibrate/main.ts"),
	join(root, "build/calibrate/main.mjs"),
);
await stop();
const { main } = await import(pathToFileURL(module).href);
process.exitCode = await main(root, process.argv.slice(2));
