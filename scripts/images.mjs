/** The images that the benchmarks of the microcontroller run. */
import { buildImage } from "../engine/image.mjs";
import {
	bundleFirmware,
	bundleKernelProbe,
	bundleMeteringProbe,
	bundleTextbookProbe,
} from "./bundle.mjs";

const report = (line) => console.error(line);

/** Builds them, one after the other; returns their paths. */
export async function buildImages() {
	const firmware = await buildImage(await bundleFirmware(), report);
	const probe = async (script) => buildImage(script, report, script.replace(/js$/, "elf"));
	return {
		firmware,
		kernel: await probe(await bundleKernelProbe()),
		metering: await probe(await bundleMeteringProbe()),
		textbook: await probe(await bundleTextbookProbe()),
	};
}
