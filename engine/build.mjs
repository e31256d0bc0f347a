// SPDX-License-Identifier: Apache-2.0
/**
 * Builds the desktop engine, build/engine/ambit-xs, and the compiler to byte code, build/engine/ambit-compile.
 * Plain Node; needs npm, tar and gcc. By hand: node engine/build.mjs
 */
import { renameSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCompiler } from "./compile.mjs";
import { ROOT, Target, unlessMade } from "./program.mjs";

const OUTPUT = join(ROOT, "build", "engine");
const COMPILER = "gcc";

/** The desktop engine that buildEngine makes. */
export const ENGINE_PATH = join(OUTPUT, "ambit-xs");

const FLAGS = ["-O2", "-DmxMetering=1", "-DmxParse=1"];
const LINK_FLAGS = ["-O2", "-Wl,--gc-sections", "-lm"];

const desktop = new Target({
	compiler: COMPILER,
	flags: FLAGS,
	folder: join(ROOT, "engine", "desktop"),
	output: OUTPUT,
});

async function build(name, folder, report) {
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

const toErrorOutput = (line) => process.stderr.write(`${line}\n`);

/**
 * Builds the engine unless what stands in build/engine was made from the same sources and flags.
 *
 * @param {(line: string) => void} [report] told one line before what takes time
 * @returns {Promise<string>} path of the executable
 * @throws {Error} one line: no compiler, no package, or the first error
 */
export function buildEngine(report = toErrorOutput) {
	return build("ambit-xs", "desktop", report);
}

/**
 * Builds the compiler to byte code, likewise. It is the desktop's engine with another main, so that it gives
 * symbols the same numbers.
 *
 * @param {(line: string) => void} [report]
 * @returns {Promise<string>} path of the executable
 */
export function buildByteCodeCompiler(report = toErrorOutput) {
	return build("ambit-compile", "compiler", report);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	try {
		process.stdout.write(`${await buildEngine()}\n`);
	} catch (error) {
		process.stderr.write(`${error.message}\n`);
		process.exitCode = 1;
	}
}
