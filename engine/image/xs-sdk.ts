// SPDX-License-Identifier: Apache-2.0
/** XS as an installed Moddable SDK has it: the engine of the simulator and of the chip. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { keyOf } from "./made.ts";
import { listFiles, type XsSources } from "./program.ts";

/**
 * XS of the SDK, unchanged.
 *
 * @param sdk folder of the SDK, as MODDABLE names it
 * @throws one line: the folder holds no XS
 */
export function xsOfSdk(sdk: string): XsSources {
	const folder = join(sdk, "xs");
	const sources = join(folder, "sources");
	if (!existsSync(join(sources, "xsAll.h")))
		throw new Error(`engine: ${sdk} is no Moddable SDK: it has no xs/sources/xsAll.h`);
	const folders = [sources, join(folder, "includes"), join(folder, "platforms")];
	return {
		key: keyOf(
			folders.flatMap((each) => listFiles(each, ".c", ".h")),
			[],
		),
		folder: () => folder,
		// xsMath.c includes it
		parts: ["xsum.c"],
	};
}
