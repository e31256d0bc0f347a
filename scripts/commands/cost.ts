/** `npm run bench [-- NAME...]`: bundles the subjects of the benchmarks and runs those. */
import { stop } from "esbuild";
import { FPU, type Fpu } from "../../boards/cortex-m/fpu.ts";
import { buildEngine } from "../../engine/image/desktop.ts";
import { buildImage } from "../../engine/image/image.ts";
import { buildKernelInC, KERNEL_FLAGS } from "../../engine/image/kernel.ts";
import {
	bundleFirmware,
	bundleForNode,
	bundleKernelProbe,
	bundleMeteringProbe,
	bundleNodeEngine,
	bundleTextbookProbe,
	bundleWithoutDisplay,
	root,
} from "../bundle.ts";
import { load } from "../load.ts";

const report = (line: string): void => console.error(line);

/** Images for the microcontroller, by path. */
interface Images {
	readonly firmware: string;
	readonly kernel: string;
	readonly metering: string;
	readonly meteringSingle: string;
	readonly meteringByteCode: string;
	readonly textbook: string;
}

/** Paths of everything that is measured. */
interface Subjects {
	readonly root: string;
	readonly engine: string;
	readonly firmware: string;
	readonly probe: string;
	readonly withoutDisplay: string;
	/** How the image's build compiles the kernel's C, and the folder that it is in. */
	readonly kernelInC: { readonly folder: string; readonly flags: readonly string[] };
	images(): Promise<Images>;
}

/** Builds the images for the microcontroller, one after the other; returns their paths. */
async function buildImages(): Promise<Images> {
	const firmware = await buildImage(await bundleFirmware(), report);
	const probe = (script: string, fpu: Fpu = FPU.double): Promise<string> =>
		buildImage(script, report, script.replace(/js$/, `${fpu}.elf`), fpu);
	const images = {
		firmware,
		kernel: await probe(await bundleKernelProbe()),
		metering: await probe(await bundleMeteringProbe()),
		meteringSingle: await probe(await bundleMeteringProbe(), FPU.single),
		meteringByteCode: await probe(await bundleMeteringProbe(true)),
		textbook: await probe(await bundleTextbookProbe()),
	};
	await stop();
	return images;
}

export async function cost(args: readonly string[]): Promise<void> {
	const [engine, firmware, probe, withoutDisplay, module] = await Promise.all([
		buildEngine(),
		bundleFirmware(),
		bundleKernelProbe(),
		bundleWithoutDisplay(),
		bundleForNode("lab/cost/main.ts", "build/bench/benchmarks.mjs"),
		bundleNodeEngine(),
	]);
	const { main } = await load<{
		main(subjects: Subjects, names: readonly string[]): Promise<void>;
	}>(module);
	const kernelInC = { folder: await buildKernelInC(report), flags: KERNEL_FLAGS };
	const images = buildImages;
	await main({ root, engine, firmware, probe, withoutDisplay, kernelInC, images }, args);
}
