// SPDX-License-Identifier: Apache-2.0
/** A program of XS and our own C files for one target, with objects that are kept until their inputs change. */
import { createHash } from "node:crypto";
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { compileAll } from "./compile.mjs";
import { XS_KEY, xsSources } from "./xs-package.mjs";

/** Root of the repository. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Moddable's generator of QR codes, seen from XS's folder. */
const QR_CODE = "../modules/data/qrcode";

/** Flags of XS on every target. */
const XS_FLAGS = [
	"-ffunction-sections",
	"-fdata-sections",
	"-fno-common",
	"-DmxBoundsCheck=1",
	"-DmxRun=1",
	"-DINCLUDE_XSPLATFORM",
	"-DNDEBUG",
	'-DXSPLATFORM="platform.h"',
	`-I${join(ROOT, "engine", "xs")}`,
];
const DAY_MS = 24 * 3600 * 1000;
const OWN_FLAGS = ["-Wall", "-Wextra", "-Werror"];

/** Files of a folder with one of the suffixes, in order. */
export function listFiles(directory, ...suffixes) {
	const names = readdirSync(directory).filter((name) =>
		suffixes.some((suffix) => name.endsWith(suffix)),
	);
	return names.sort().map((name) => join(directory, name));
}

/** Short name of a state: changes with the contents of any of the files or with any of the texts. */
export function keyOf(files, texts) {
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
		if (process.stderr.isTTY)
			process.stderr.write(`\r  ${done}/${total}${done === total ? "\n" : ""}`);
	};
}

/**
 * Whether `output` was made from the state `key`; otherwise what `make` does is noted as made from it.
 *
 * @param {string} output
 * @param {string} key
 * @param {() => Promise<void>} make
 */
export async function unlessMade(output, key, make) {
	const stamp = `${output}.stamp`;
	if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, "utf8") === key) return;
	rmSync(stamp, { force: true });
	await make();
	writeFileSync(stamp, key);
}

/** Removes objects that nothing has been compiled into for a day: of other flags, or of sources that have changed. */
function removeOld(directory) {
	for (const name of readdirSync(directory)) {
		const path = join(directory, name);
		const old = Date.now() - statSync(path).mtimeMs > DAY_MS;
		if (name.startsWith("objects-") && old) rmSync(path, { recursive: true });
	}
}

/** A target: what XS and our files are compiled with, and where the objects go. */
export class Target {
	/**
	 * @param {{compiler: string, flags: string[], folder: string, output: string}} options
	 *   `folder` has the target's board_config.h, `output` gets the objects
	 */
	constructor({ compiler, flags, folder, output }) {
		this.compiler = compiler;
		this.flags = [...XS_FLAGS, ...flags, `-I${folder}`];
		this.folder = folder;
		this.output = output;
		// XS sees of ours only the platform headers, so its objects outlive a change to the rest
		this.xsKey = keyOf(
			[join(ROOT, "engine/xs/platform.h"), join(folder, "board_config.h")],
			[XS_KEY, compiler, ...this.flags],
		);
	}

	/** Our C files of these folders, and a key of what a program made of them depends on. */
	sources(folders) {
		const headers = [...new Set([...folders, join(ROOT, "engine/xs"), this.folder])];
		const files = folders.flatMap((folder) => listFiles(folder, ".c"));
		const key = keyOf(
			[...files, ...headers.flatMap((folder) => listFiles(folder, ".h", ".ld"))],
			[this.xsKey, ...OWN_FLAGS],
		);
		return { files, folders: headers, key };
	}

	/**
	 * Compiles XS and the sources.
	 *
	 * @param {{files: string[], folders: string[], key: string}} sources
	 * @param {(line: string) => void} report told one line before what takes time
	 * @returns {Promise<string[]>} the objects
	 */
	async compile({ files, folders, key }, report) {
		const directories = [`objects-${this.xsKey}`, `objects-${key}`];
		const first = !existsSync(join(this.output, directories[0]));
		report(
			first ? `engine: compiling XS with ${this.compiler} (once, about 20 s)` : "engine: compiling",
		);
		mkdirSync(this.output, { recursive: true });
		const xs = xsSources(join(ROOT, "build", "xs"));
		const headers = ["includes", "platforms", "sources", QR_CODE].map((name) => join(xs, name));
		const xsFiles = listFiles(join(xs, "sources"), ".c");
		xsFiles.push(join(xs, QR_CODE, "qrcodegen.c"));
		const progress = counter(xsFiles.length + files.length);
		const { compiler, flags } = this;
		const at = (index) => join(this.output, directories[index]);
		const objects = [
			...(await compileAll({
				compiler,
				flags: [...flags, "-w", ...headers.map((folder) => `-I${folder}`)],
				files: xsFiles,
				directory: at(0),
				progress,
			})),
			// XS's headers and macros do not pass -Wextra: as system headers they are left out of it
			...(await compileAll({
				compiler,
				flags: [
					...flags,
					...OWN_FLAGS,
					...folders.map((folder) => `-I${folder}`),
					...headers.flatMap((folder) => ["-isystem", folder]),
				],
				files,
				directory: at(1),
				progress,
			})),
		];
		removeOld(this.output);
		return objects;
	}
}
