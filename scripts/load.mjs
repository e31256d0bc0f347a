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
	join(root, "lab/load/load-test.ts"),
	join(root, "build/bench/load-test.mjs"),
);
const image = await buildImage(await bundleFirmware(), (line) => console.error(line));
await stop();
const { FRAMES_HELD, loadTest } = await import(pathToFileURL(module).href);
const begin = Date.now();
let interrupted = false;
// A terminal's comes twice through npm.
process.on("SIGINT", () => {
	interrupted = true;
});
const result = await loadTest(image, {
	seconds: minutes * 60,
	isOver: () => interrupted,
	onMinute: (minute, load) => {
		const taken = (Date.now() - begin) / 60_000;
		const left = Math.ceil((taken / minute) * (minutes - minute));
		console.error(`minute ${minute} of ${minutes}: ${load.toFixed(1)} %, about ${left} min left`);
	},
}).catch((error) => {
	console.error(`load: ${error.message}`);
	process.exit(1);
});
const perHour = (3600 * result.collections) / result.seconds;
console.log(
	`meter time                        ${(result.seconds / 60).toFixed(2)} min, on 250 MIPS`,
);
console.log(`load of the processor             ${result.load.toFixed(1)} %`);
console.log(`longest message                   ${result.longest.toFixed(2)} ms`);
console.log(`frames waiting, at most           ${result.waiting} of ${FRAMES_HELD}`);
console.log(`Modbus answers of 125 registers   ${result.answers}`);
console.log(`M-Bus telegrams                   ${result.telegrams}`);
console.log(`Bluetooth notifications           ${result.notifications}`);
console.log(`changes of the display            ${result.pictures}`);
console.log(
	`garbage collections               ${result.collections}, ${perHour.toFixed(0)} an hour`,
);
console.log(`garbage collection of all         ${result.collection.toFixed(2)} ms at most`);
console.log(`frames lost                       ${result.lostFrames}`);
const kept = result.lostFrames === 0 && result.waiting <= FRAMES_HELD && result.load < 100;
process.exitCode = kept && !interrupted ? 0 : 1;
