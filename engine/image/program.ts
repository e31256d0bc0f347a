// SPDX-License-Identifier: Apache-2.0
/**
 * A program of XS and our own C files for one target; objects are kept until their inputs change.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { ROOT } from "../root.ts";
import { compileAll } from "./compile.ts";
import { buildKernelInC, KERNEL_DEFINITIONS, KERNEL_FLAGS, kernelKey } from "./kernel.ts";
import { keyOf, type Report } from "./made.ts";

/** Moddable's generator of QR codes, relative to XS's folder. */
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
export function listFiles(directory: string, ...suffixes: readonly string[]): string[] {
	const names = readdirSync(directory).filter((name) =>
		suffixes.some((suffix) => name.endsWith(suffix)),
	);
	return names.sort().map((name) => join(directory, name));
}

/** A counter on one line of a terminal; silent elsewhere. */
function counter(total: number): () => void {
	let done = 0;
	return () => {
		done++;
		if (process.stderr.isTTY)
			process.stderr.write(`\r  ${done}/${total}${done === total ? "\n" : ""}`);
	};
}

/** Removes folders of objects untouched for a day: other flags, or sources that have changed. */
function removeOld(directory: string): void {
	for (const name of readdirSync(directory)) {
		const path = join(directory, name);
		const old = Date.now() - statSync(path).mtimeMs > DAY_MS;
		if (name.startsWith("objects-") && old) rmSync(path, { recursive: true });
	}
}

/** The C sources of one XS. */
export interface XsSources {
	/** Changes when the sources do. */
	readonly key: string;
	/** C files that others include, which are not compiled by themselves. */
	readonly parts: readonly string[];
	/**
	 * The folder with `sources`, `includes` and `platforms`, fetched if necessary.
	 *
	 * @throws one line if they cannot be had
	 */
	folder(): string;
}

/** How XS and our files are compiled for a target. */
export interface TargetOptions {
	readonly xs: XsSources;
	readonly compiler: string;
	readonly flags: readonly string[];
	/** Flags of our files alone. */
	readonly ownFlags?: readonly string[];
	/** Folder with the target's board_config.h. */
	readonly folder: string;
	/** Folder for the objects. */
	readonly output: string;
}

/** C files of ours, the folders of their headers, and a key of everything that they depend on. */
export interface Sources {
	readonly files: readonly string[];
	readonly folders: readonly string[];
	readonly key: string;
}

/** The files of XS, and the folders of its headers. */
function filesOfXs({ folder, parts }: XsSources): { files: string[]; headers: string[] } {
	const xs = folder();
	const sources = listFiles(join(xs, "sources"), ".c").filter(
		(file) => !parts.includes(basename(file)),
	);
	return {
		files: [...sources, join(xs, QR_CODE, "qrcodegen.c")],
		headers: ["includes", "platforms", "sources", QR_CODE].map((name) => join(xs, name)),
	};
}

const includes = (folders: readonly string[]): string[] => folders.map((folder) => `-I${folder}`);

/** A target: flags for XS and our files, and the folder for the objects. */
export class Target {
	readonly compiler: string;
	readonly #xs: XsSources;
	readonly #flags: readonly string[];
	readonly #ownFlags: readonly string[];
	readonly #folder: string;
	readonly #output: string;
	readonly #xsKey: string;

	constructor({ xs, compiler, flags, ownFlags = [], folder, output }: TargetOptions) {
		this.#xs = xs;
		this.compiler = compiler;
		this.#ownFlags = ownFlags;
		this.#flags = [...XS_FLAGS, ...flags, `-I${folder}`];
		this.#folder = folder;
		this.#output = output;
		// XS includes only the platform headers of ours, so its objects survive other changes
		this.#xsKey = keyOf(
			[join(ROOT, "engine/xs/platform.h"), join(folder, "board_config.h")],
			[xs.key, compiler, ...this.#flags],
		);
	}

	/** Our C files of these folders. */
	sources(folders: readonly string[]): Sources {
		const all = [...folders, join(ROOT, "engine/kernel")];
		const headers = [...new Set([...all, join(ROOT, "engine/xs"), this.#folder])];
		const files = all.flatMap((folder) => listFiles(folder, ".c"));
		const key = keyOf(
			[...files, ...headers.flatMap((folder) => listFiles(folder, ".h", ".ld"))],
			[this.#xsKey, kernelKey(), ...OWN_FLAGS, ...this.#ownFlags, ...KERNEL_FLAGS],
		);
		return { files, folders: headers, key };
	}

	/** Compiles XS and the sources; returns the objects. Rejects with one line. */
	async compile({ files, folders, key }: Sources, report: Report): Promise<string[]> {
		const [xsDirectory, ownDirectory] = [this.#xsKey, key].map((name) =>
			join(this.#output, `objects-${name}`),
		);
		const { compiler } = this;
		report(
			existsSync(xsDirectory)
				? "engine: compiling"
				: `engine: compiling XS with ${compiler} (once, about 20 s)`,
		);
		mkdirSync(this.#output, { recursive: true });
		const xs = filesOfXs(this.#xs);
		const kernel = await buildKernelInC(report);
		const progress = counter(xs.files.length + files.length + 1);
		const ofXs = await compileAll({
			compiler,
			flags: [...this.#flags, "-w", ...includes(xs.headers)],
			files: xs.files,
			directory: xsDirectory,
			progress,
		});
		// XS's headers and macros do not pass -Wextra: system headers are exempt from it
		const system = [...xs.headers, kernel].flatMap((folder) => ["-isystem", folder]);
		const ours = [
			...this.#flags,
			...this.#ownFlags,
			...KERNEL_DEFINITIONS,
			...includes(folders),
			...system,
		];
		const flags = [...ours, ...OWN_FLAGS];
		const own = await compileAll({ compiler, flags, files, directory: ownDirectory, progress });
		const ofKernel = await compileAll({
			compiler,
			flags: [...ours, ...KERNEL_FLAGS],
			files: [join(kernel, "kernel.c")],
			directory: ownDirectory,
			progress,
		});
		removeOld(this.#output);
		return [...ofXs, ...own, ...ofKernel];
	}
}
