/** `npm run prepack`, which `npm pack` calls: builds dist/, the part of the package that runs. */
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { stop } from "esbuild";
import { buildKernelInC, buildKernelModule, FILES_IN_C } from "../../engine/image/kernel.ts";
import { ROOT } from "../../engine/root.ts";
import { bundleFirmware, bundleForPackage } from "../bundle.ts";
import { runTool } from "../checks.ts";
import { replaceFile } from "../files.ts";
import { buildFrontEndModule } from "../front-end-module.ts";
import { licences } from "../package/licences.ts";
import { PAGE_LICENCES } from "../setup/pages.ts";

const DIST = join(ROOT, "dist");

/** Modules for Node, by their name in dist/. */
const MODULES = {
	"ambit.mjs": "bench/package/cli.ts",
	"index.mjs": "bench/library/index.ts",
	"xs.mjs": "engine/image/desktop.ts",
	"engine/ambit-node.mjs": "engine/node/host.ts",
};

/** Files of the pages that the package leaves out: stamps, and copies compressed for a network. */
const LEFT_OUT = /\.(stamp|gz|br)$/;

/** The declarations of the library. */
const TYPES = ["-p", "bench/library/tsconfig.json"];

export async function prepack(): Promise<number> {
	rmSync(DIST, { recursive: true, force: true });
	for (const [name, entry] of Object.entries(MODULES))
		await bundleForPackage(entry, join(DIST, name));
	await bundleFirmware("boards/virtual/boot.ts", join(DIST, "firmware/ambit.js"));
	await stop();
	const report = (line: string): void => console.error(line);
	cpSync(await buildKernelModule(report), join(DIST, "engine/kernel.wasm"));
	cpSync(await buildFrontEndModule(report), join(DIST, "bench/front-end.wasm"));
	const kernel = await buildKernelInC(report);
	for (const name of FILES_IN_C) cpSync(join(kernel, name), join(DIST, "kernel", name));
	const pages = join(DIST, "pages");
	cpSync(join(ROOT, "build/pages"), pages, {
		recursive: true,
		filter: (path) => !LEFT_OUT.test(path) && !path.endsWith(PAGE_LICENCES),
	});
	cpSync(join(ROOT, "docs/scenario.schema.json"), join(DIST, "scenario.schema.json"));
	replaceFile(join(DIST, "LICENCES.md"), Buffer.from(licences()));
	return runTool("tsc", [...TYPES, "--outDir", join(DIST, "types")]).status;
}
