/** `npm run load -- [MINUTES]`: the firmware on the microcontroller under full load, an hour of meter time unless told. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stop } from "esbuild";
import { buildImage } from "../engine/image.mjs";
import { bundleFirmware, bundleForNode, root } from "./bundle.mjs";

const minutes = Number(process.argv[2] ?? 60);
if (!(minutes > 0 && minutes <= 24 * 60)) {
	console.error("load: minutes must be above 0, up to 1440");
	process.exit(2);
}
const module = await bundleForNode(
	join(root, "tools/bench/load-test.ts"),
	join(root, "build/bench/load-test.mjs"),
);
const image = await buildImage(await bundleFirmware(), (line) => console.error(line));
await stop();
const { loadTest } = await import(pathToFileURL(module).href);
const result = await loadTest(image, minutes * 60, (minute, load) =>
	console.error(`minute ${minute}: ${load.toFixed(1)} %`),
);
console.log(`meter time                        ${minutes} min, on 250 MIPS`);
console.log(`load of the processor             ${result.load.toFixed(1)} %`);
console.log(`longest message                   ${result.longest.toFixed(2)} ms`);
console.log(`Modbus answers of 125 registers   ${result.answers}`);
console.log(`M-Bus telegrams                   ${result.telegrams}`);
console.log(`Bluetooth notifications           ${result.notifications}`);
console.log(`changes of the display            ${result.pictures}`);
console.log(`garbage collections               ${result.figures.collections}`);
console.log(`frames lost                       ${result.lostFrames}`);
process.exitCode = result.lostFrames === 0 && result.load < 100 ? 0 : 1;
