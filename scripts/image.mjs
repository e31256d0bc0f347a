/** `npm run image`: bundles the firmware and builds its image for the Cortex-M7. */
import { stop } from "esbuild";
import { buildImage } from "../engine/image.mjs";
import { bundleFirmware } from "./bundle.mjs";

try {
	const bundle = await bundleFirmware();
	await stop();
	console.log(await buildImage(bundle, (line) => console.error(line)));
} catch (error) {
	console.error(`image: ${error.message}`);
	process.exitCode = 1;
}
