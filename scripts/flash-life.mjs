/** `npm run flash-life`: how long the flash lasts, from erases that are counted in a month at full load. */
import { pathToFileURL } from "node:url";
import { stop } from "esbuild";
import { buildEngine } from "../engine/build.mjs";
import { bundleFirmware, bundleWithFirmware } from "./bundle.mjs";

const [engine, firmware, module] = await Promise.all([
	buildEngine(),
	bundleFirmware(),
	bundleWithFirmware("lab/torture/life.ts", "build/run/flash-life.mjs"),
]);
await stop();
const { main } = await import(pathToFileURL(module).href);
await main(engine, firmware);
