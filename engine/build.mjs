// SPDX-License-Identifier: Apache-2.0
/**
 * Builds the desktop engine, build/engine/ambit-xs. Plain Node; needs npm, tar and gcc.
 * By hand: node engine/build.mjs
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { compileAll, runCompiler } from "./compile.mjs";
import { XS_INTEGRITY, xsSources } from "./xs-package.mjs";

const ENGINE = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(ENGINE);
const OUTPUT = join(ROOT, "build", "engine");
const COMPILER = "gcc";

/** The desktop engine that buildEngine makes. */
export const ENGINE_PATH = join(OUTPUT, "ambit-xs");

const XS_FLAGS = [
	"-O2",
	"-ffunction-sections",
	"-fdata-sections",
	"-fno-common",
	"-DmxBoundsCheck=1",
	"-DmxMetering=1",
	"-DmxParse=1",
	"-DmxRun=1",
	"-DINCLUDE_XSPLATFORM",
	'-DXSPLATFORM="platform.h"',
	`-I${join(ENGINE, "xs")}`,
	`-I${join(ENGINE, "desktop")}`,
];
const OWN_FLAGS = ["-Wall", "-Wextra", "-Werror"];
const LINK_FLAGS = ["-O2", "-Wl,--gc-sections", "-lm"];

function listFiles(directory, suffix) {
	const names = readdirSync(directory).filter((name) => name.endsWith(suffix));
	return names.sort().map((name) => join(directory, name));
}

const own = (suffix) => ["xs", "desktop"].flatMap((name) => listFiles(join(ENGINE, name), suffix));

/** Short name of a state: changes with the contents of any of the files or with any of the texts. */
function keyOf(files, texts) {
	const hash = createHash("sha256");
	for (const file of files)
		hash
			.update(`${relative(ROOT, file)}\0`)
			.update(readFileSync(file))
			.update("\0");
	for (const text of texts) hash.update(`${text}\0`);
	return hash.digest("hex").slice(0, 16);
}

/** A counter that stands in one line of a terminal; silent elsewhere. */
function counter(total) {
	let done = 0;
	return () => {
		done++;
		if (process.stderr.isTTY) process.stderr.write(`\r  ${done}/${total}${done === total ? "\n" : ""}`);
	};
}

function removeOthers(keep) {
	for (const name of readdirSync(OUTPUT))
		if (name.startsWith("objects-") && !keep.includes(name)) rmSync(join(OUTPUT, name), { recursive: true });
}

/**
 * Builds the engine unless what stands in build/engine was made from the same sources and flags.
 *
 * @param {(line: string) => void} [report] told one line before what takes time
 * @returns {Promise<string>} path of the executable
 * @throws {Error} one line: no compiler, no package, or the first error
 */
export async function buildEngine(report = (line) => process.stderr.write(`${line}\n`)) {
	// XS sees of ours only the platform headers, so its objects outlive a change to the rest
	const xsKey = keyOf(
		[join(ENGINE, "xs", "platform.h"), join(ENGINE, "desktop", "board_config.h")],
		[XS_INTEGRITY, COMPILER, ...XS_FLAGS],
	);
	const ownKey = keyOf([...own(".c"), ...own(".h")], [xsKey, ...OWN_FLAGS, ...LINK_FLAGS]);
	const stamp = join(OUTPUT, "ambit-xs.stamp");
	if (existsSync(ENGINE_PATH) && existsSync(stamp) && readFileSync(stamp, "utf8") === ownKey)
		return ENGINE_PATH;

	const directories = [`objects-${xsKey}`, `objects-${ownKey}`];
	const first = !existsSync(join(OUTPUT, directories[0]));
	report(first ? "engine: compiling XS (once, about 20 s)" : "engine: compiling");
	mkdirSync(OUTPUT, { recursive: true });
	const xs = xsSources(join(ROOT, "build", "xs"));
	const folders = ["includes", "platforms", "sources"].map((name) => join(xs, name));
	const xsFiles = listFiles(join(xs, "sources"), ".c");
	const ownFiles = own(".c");
	const progress = counter(xsFiles.length + ownFiles.length);
	const objects = [
		...(await compileAll({
			compiler: COMPILER,
			flags: [...XS_FLAGS, "-w", ...folders.map((folder) => `-I${folder}`)],
			files: xsFiles,
			directory: join(OUTPUT, directories[0]),
			progress,
		})),
		// XS's headers and macros do not pass -Wextra: as system headers they are left out of it
		...(await compileAll({
			compiler: COMPILER,
			flags: [...XS_FLAGS, ...OWN_FLAGS, ...folders.flatMap((folder) => ["-isystem", folder])],
			files: ownFiles,
			directory: join(OUTPUT, directories[1]),
			progress,
		})),
	];
	const partial = `${ENGINE_PATH}.${process.pid}`;
	await runCompiler(COMPILER, [...objects, ...LINK_FLAGS, "-o", partial]);
	renameSync(partial, ENGINE_PATH);
	writeFileSync(stamp, ownKey);
	removeOthers(directories);
	return ENGINE_PATH;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	try {
		process.stdout.write(`${await buildEngine()}\n`);
	} catch (error) {
		process.stderr.write(`${error.message}\n`);
		process.exitCode = 1;
	}
}
