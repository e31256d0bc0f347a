// SPDX-License-Identifier: Apache-2.0
/** Runs the C compiler: many files at once, each object kept until its inputs change. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";

const COMPILER_TIME_LIMIT_MS = 300_000;
const execute = promisify(execFile);

/**
 * Runs the compiler once.
 *
 * @param {string} compiler name on the PATH
 * @param {string[]} args
 * @throws {Error} one line: the compiler is missing, or its first error
 */
export async function runCompiler(compiler, args) {
	try {
		await execute(compiler, args, { timeout: COMPILER_TIME_LIMIT_MS, maxBuffer: 1 << 24 });
	} catch (error) {
		if (error.code === "ENOENT")
			throw new Error(
				`engine: ${compiler} was not found; install the Debian packages gcc and libc6-dev`,
			);
		const lines = String(error.stderr ?? "").split("\n");
		throw new Error(
			`engine: ${lines.find((line) => /error|undefined/.test(line)) ?? error.message}`,
		);
	}
}

/**
 * Compiles C files that are not compiled yet into `directory`, on every core. An object is there only when
 * it is complete, so an interrupted run is taken up where it stopped.
 *
 * @param {{compiler: string, flags: string[], files: string[], directory: string, progress: () => void}} options
 *   `directory` must be another one for other flags or contents; `progress` is called after each file
 * @returns {Promise<string[]>} the objects, in the order of `files`
 */
export async function compileAll({ compiler, flags, files, directory, progress }) {
	mkdirSync(directory, { recursive: true });
	const objects = files.map((file) => join(directory, `${basename(file, ".c")}.o`));
	let next = 0;
	async function worker() {
		while (next < files.length) {
			const index = next++;
			const object = objects[index];
			if (!existsSync(object)) {
				const partial = `${object}.${process.pid}`;
				await runCompiler(compiler, [...flags, "-c", files[index], "-o", partial]);
				renameSync(partial, object);
			}
			progress();
		}
	}
	const workers = Math.min(availableParallelism(), files.length);
	await Promise.all(Array.from({ length: workers }, worker));
	return objects;
}
