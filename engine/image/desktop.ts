// SPDX-License-Identifier: Apache-2.0
/**
 * Builds the desktop engine, build/engine/ambit-xs, and the byte code compiler,
 * build/engine/ambit-compile. Needs npm, tar and gcc.
 */
import { renameSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../root.ts";
import { runCompiler } from "./compile.ts";
import { type Report, unlessMade } from "./made.ts";
import { Target } from "./program.ts";

const OUTPUT = join(ROOT, "build", "engine");
const COMPILER = "gcc";

const FLAGS = ["-O2", "-DmxMetering=1", "-DmxParse=1"];
const LINK_FLAGS = ["-O2", "-Wl,--gc-sections", "-lm"];

const desktop = new Target({
	compiler: COMPILER,
	flags: FLAGS,
	folder: join(ROOT, "engine", "desktop"),
	output: OUTPUT,
});

async function build(name: string, folder: string, report: Report): Promise<string> {
	const output = join(OUTPUT, name);
	const sources = desktop.sources([join(ROOT, "engine", "xs"), join(ROOT, "engine", folder)]);
	await unlessMade(output, [sources.key, ...LINK_FLAGS].join(" "), async () => {
		const objects = await desktop.compile(sources, report);
		const partial = `${output}.${process.pid}`;
		await runCompiler(COMPILER, [...objects, ...LINK_FLAGS, "-o", partial]);
		renameSync(partial, output);
	});
	return output;
}

const toErrorOutput: Report = (line) => void process.stderr.write(`${line}\n`);

/**
 * Builds the engine unless build/engine holds one made from the same sources and flags; returns the
 * path of the executable. Rejects with one line: no compiler, no package, or the first error.
 *
 * @param report gets one line before a step that takes time
 */
export function buildEngine(report = toErrorOutput): Promise<string> {
	return build("ambit-xs", "desktop", report);
}

/**
 * Builds the byte code compiler in the same way. It is the desktop engine with another main, so
 * that both give symbols the same numbers.
 */
export function buildByteCodeCompiler(report = toErrorOutput): Promise<string> {
	return build("ambit-compile", "compiler", report);
}
