/** `npm run torture`: bundles the firmware with what tortures it and runs it in this process. */
import { pathToFileURL } from "node:url";
import { stop } from "esbuild";
import { bundleWithFirmware } from "./bundle.mjs";

const module = await bundleWithFirmware("lab/torture/main.ts", "build/run/torture.mjs");
await stop();
const { main } = await import(pathToFileURL(module).href);
await main(process.argv.slice(2));
