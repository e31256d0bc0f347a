// SPDX-License-Identifier: Apache-2.0
/**
 * Builds the desktop engine, build/engine/ambit-xs, the same as WebAssembly, and the byte code
 * compiler, build/engine/ambit-compile. Needs npm, tar and gcc; clang for WebAssembly.
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
const DESKTOP = join(ROOT, "engine", "desktop");

const FLAGS = ["-O2", "-DmxMetering=1", "-DmxParse=1"];

/** A compiler, and its flags besides those of every build. */
interface Tools {
	readonly compiler: string;
	readonly flags: readonly string[];
	readonly linkFlags: readonly string[];
}

const GCC: Tools = { compiler: "gcc", flags: [], linkFlags: ["-O2", "-Wl,--gc-sections", "-lm"] };

const WASI = "--target=wasm32-wasi";

/** Headers and run time that wasi-libc lacks. */
const WASI_FOLDER = join(ROOT, "engine", "wasm");

/** setjmp and longjmp become WebAssembly's exceptions (engine/wasm/jumps.c). */
const CLANG: Tools = {
	compiler: "clang-14",
	flags: [
		WASI,
		"-mexception-handling",
		...["-mllvm", "-wasm-enable-sjlj"],
		"-Wno-unused-command-line-argument",
		"-D_WASI_EMULATED_SIGNAL",
		"-D_WASI_EMULATED_PROCESS_CLOCKS",
		`-I${WASI_FOLDER}`,
	],
	linkFlags: [
		WASI,
		"-Wl,--gc-sections,--strip-all,--fatal-warnings",
		// twice what XS gets, for functions that do not check the stack
		"-Wl,-z,stack-size=1048576",
		// engine/wasm/host.ts calls it
		"-Wl,--export=streamFlushAtEnd",
		"-lwasi-emulated-signal",
	],
};

/**
 * Sanitizers of our files; each finding ends the engine. XS is left out: it reads strings by the
 * word, past their ends (fxUnicodeLength).
 */
const SANITIZERS = ["-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

/** A build of the desktop engine. */
interface Build {
	/** Name of the executable. */
	readonly name: string;
	/** Folders of C files, the first with `main`. */
	readonly folders: readonly string[];
	readonly tools?: Tools;
	readonly xs?: XsSources;
	/** Flags of our files alone. */
	readonly ownFlags?: readonly string[];
}

async function build(
	{ name, folders, tools = GCC, xs = PACKAGED_XS, ownFlags = [] }: Build,
	report: Report,
): Promise<string> {
	const output = join(OUTPUT, name);
	const target = new Target({
		xs,
		compiler: tools.compiler,
		flags: [...FLAGS, ...tools.flags],
		ownFlags,
		folder: DESKTOP,
		output: OUTPUT,
	});
	const linkFlags = [...tools.linkFlags, ...ownFlags];
	const sources = target.sources([join(ROOT, "engine", "xs"), ...folders]);
	await unlessMade(output, [sources.key, ...linkFlags].join(" "), async () => {
		const objects = await target.compile(sources, report);
		const partial = `${output}.${process.pid}`;
		await runCompiler(tools.compiler, [...objects, ...linkFlags, "-o", partial]);
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
	return build({ name: "ambit-xs", folders: [DESKTOP] }, report);
}

/** Builds the engine as WebAssembly in the same way; engine/wasm/host.ts runs it on Node. */
export function buildWasmEngine(report = toErrorOutput): Promise<string> {
	return build({ name: "ambit-xs.wasm", folders: [DESKTOP, WASI_FOLDER], tools: CLANG }, report);
}

/**
 * Builds the engine with XS of the Moddable SDK in the same way.
 *
 * @param sdk folder of the SDK, as MODDABLE names it
 */
export async function buildSdkEngine(sdk: string, report = toErrorOutput): Promise<string> {
	return build({ name: "ambit-xs-sdk", folders: [DESKTOP], xs: xsOfSdk(sdk) }, report);
}

/** Builds the engine with sanitizers in the same way. */
export function buildSanitizedEngine(report = toErrorOutput): Promise<string> {
	return build({ name: "ambit-xs-sanitized", folders: [DESKTOP], ownFlags: SANITIZERS }, report);
}

/**
 * Builds the byte code compiler in the same way. It is the desktop engine with another main, so
 * that both give symbols the same numbers.
 */
export function buildByteCodeCompiler(report = toErrorOutput): Promise<string> {
	return build({ name: "ambit-compile", folders: [join(ROOT, "engine", "compiler")] }, report);
}
