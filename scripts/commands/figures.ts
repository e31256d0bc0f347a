/** `npm run figures`: builds everything that is measured and writes docs/figures.json. */
import { stop } from "esbuild";
import { buildEngine } from "../../engine/image/desktop.ts";
import { buildImage } from "../../engine/image/image.ts";
import {
	bundleFirmware,
	bundleForNode,
	bundleKernelProbe,
	bundleWithoutDisplay,
	root,
} from "../bundle.ts";
import { load } from "../load.ts";
import { sizesOf } from "../sizes.ts";

/** Paths of the built programs, and the sizes of the image's parts. */
interface Subjects {
	readonly engine: string;
	readonly firmware: string;
	readonly probe: string;
	readonly withoutDisplay: string;
	readonly image: string;
	readonly sizes: readonly { readonly memory: string; readonly bytes: number }[];
}

export async function figures(): Promise<void> {
	const [engine, firmware, probe, withoutDisplay, module] = await Promise.all([
		buildEngine(),
		bundleFirmware(),
		bundleKernelProbe(),
		bundleWithoutDisplay(),
		bundleForNode("lab/figures/main.ts", "build/figures/main.mjs"),
	]);
	const image = await buildImage(firmware, (line) => console.error(line));
	await stop();
	const { main } = await load<{ main(root: string, subjects: Subjects): Promise<void> }>(module);
	await main(root, { engine, firmware, probe, withoutDisplay, image, sizes: sizesOf(image) });
}
