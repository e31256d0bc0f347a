/** `npm start`: bundles the firmware and the bench, and runs the bench in this process. */
import { pathToFileURL } from "node:url";
import { stop } from "esbuild";
import { bundleBench, bundleFirmware, root } from "./bundle.mjs";

const [module] = await Promise.all([bundleBench(), bundleFirmware()]).catch((error) => {
	console.error(`start: ${error.message}`);
	process.exit(1);
});
await stop();
const { main } = await import(pathToFileURL(module).href);
await main(root, process.argv.slice(2));
