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
import { Target, type XsSources } from "./program.ts";
import { PACKAGED_XS } from "./xs-package.ts";
import { xsOfSdk } from "./xs-sdk.ts";

const OUTPUT = join(ROOT, "build", "engine");
const COMPILER = "gcc";

const FLAGS = ["-O2", "-DmxMetering=1", "-DmxParse=1"];
const LINK_FLAGS = ["-O2", "-Wl,--gc-sections", "-lm"];

/**
 * Sanitizers of our files; each finding ends the engine. XS is left out: it reads strings by the
 * word, past their ends (fxUnicodeLength).
 */
const SANITIZERS = ["-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

/** A build of the desktop engine. */
interface Build {
	/** Name of the executable. */
	readonly name: string;
	/** Folder of engine/ with `main`. */
	readonly folder: string;
	readonly xs?: XsSources;
	/** Flags of our files alone. */
	readonly ownFlags?: readonly string[];
}

async function build(
	{ name, folder, xs = PACKAGED_XS, ownFlags = [] }: Build,
	report: Report,
): Promise<string> {
	const output = join(OUTPUT, name);
	const target = new Target({
		xs,
		compiler: COMPILER,
		flags: FLAGS,
		ownFlags,
		folder: join(ROOT, "engine", "desktop"),
		output: OUTPUT,
	});
	const linkFlags = [...LINK_FLAGS, ...ownFlags];
	const sources = target.sources([join(ROOT, "engine", "xs"), join(ROOT, "engine", folder)]);
	await unlessMade(output, [sources.key, ...linkFlags].join(" "), async () => {
		const objects = await target.compile(sources, report);
		const partial = `${output}.${process.pid}`;
		await runCompiler(COMPILER, [...objects, ...linkFlags, "-o", partial]);
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
	return build({ name: "ambit-xs", folder: "desktop" }, report);
}

/**
 * Builds the engine with XS of the Moddable SDK in the same way.
 *
 * @param sdk folder of the SDK, as MODDABLE names it
 */
export async function buildSdkEngine(sdk: string, report = toErrorOutput): Promise<string> {
	return build({ name: "ambit-xs-sdk", folder: "desktop", xs: xsOfSdk(sdk) }, report);
}

/** Builds the engine with sanitizers in the same way. */
export function buildSanitizedEngine(report = toErrorOutput): Promise<string> {
	return build({ name: "ambit-xs-sanitized", folder: "desktop", ownFlags: SANITIZERS }, report);
}

/**
 * Builds the byte code compiler in the same way. It is the desktop engine with another main, so
 * that both give symbols the same numbers.
 */
export function buildByteCodeCompiler(report = toErrorOutput): Promise<string> {
	return build({ name: "ambit-compile", folder: "compiler" }, report);
}
