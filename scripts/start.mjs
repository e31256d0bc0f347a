/** `npm start`: bundles the firmware and the bench, and runs the bench in this process. */
import { pathToFileURL } from "node:url";
import { stop } from "esbuild";
import { buildImage } from "../engine/image.mjs";
import { bundleBench, bundleFirmware, root } from "./bundle.mjs";
import { IMAGE } from "./setup/packages.mjs";
import { ensureDebianPackages } from "./setup.mjs";

const arguments_ = process.argv.slice(2);

/** Whether the microcontroller's image is needed, which takes tools that nothing else here takes. */
const microcontroller = arguments_.some(
	(argument, i) =>
		argument === "--engine=mcu" || (argument === "mcu" && arguments_[i - 1] === "--engine"),
);

async function prepare() {
	const [module, firmware] = await Promise.all([bundleBench(), bundleFirmware()]);
	await stop();
	if (microcontroller) {
		ensureDebianPackages(IMAGE);
		await buildImage(firmware, (line) => console.error(line));
	}
	return module;
}

const module = await prepare().catch((error) => {
	console.error(`start: ${error.message}`);
	process.exit(1);
});
const { main } = await import(pathToFileURL(module).href);
await main(root, arguments_);
