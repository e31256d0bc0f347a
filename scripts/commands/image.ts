/** `npm run image` and `npm run sizes`: the image for the Cortex-M7. */
import { stop } from "esbuild";
import { buildImage } from "../../engine/image/image.ts";
import { bundleFirmware } from "../bundle.ts";
import { printSizes } from "../sizes.ts";

async function build(): Promise<string> {
	const firmware = await bundleFirmware();
	await stop();
	return buildImage(firmware, (line) => console.error(line));
}

/** Builds the image and prints its path. */
export async function image(): Promise<number> {
	try {
		console.log(await build());
		return 0;
	} catch (error) {
		console.error(`image: ${error instanceof Error ? error.message : error}`);
		return 1;
	}
}

/** Builds the image and prints its sizes; fails when it is too large. */
export async function sizes(): Promise<number> {
	return printSizes(await build()) ? 0 : 1;
}
