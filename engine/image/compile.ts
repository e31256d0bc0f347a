// SPDX-License-Identifier: Apache-2.0
/** Runs the C compiler on many files at once; each object is kept until its inputs change. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";

const COMPILER_TIME_LIMIT_MS = 300_000;
const execute = promisify(execFile);

/**
 * Runs the compiler once. Rejects with one line: the compiler is missing, or its first error.
 *
 * @param compiler name on the PATH
 */
export async function runCompiler(compiler: string, args: readonly string[]): Promise<void> {
	try {
		await execute(compiler, args, { timeout: COMPILER_TIME_LIMIT_MS, maxBuffer: 1 << 24 });
	} catch (error) {
		const { code, stderr, message } = error as NodeJS.ErrnoException & { stderr?: string };
		if (code === "ENOENT")
			throw new Error(
				`engine: ${compiler} was not found; install the Debian packages gcc and libc6-dev`,
			);
		const lines = String(stderr ?? "").split("\n");
		throw new Error(`engine: ${lines.find((line) => /error|undefined/.test(line)) ?? message}`);
	}
}

/** C files to compile with the same flags. */
export interface Compilation {
	readonly compiler: string;
	readonly flags: readonly string[];
	readonly files: readonly string[];
	/** Where the objects go: another folder for other flags or contents. */
	readonly directory: string;
	/** Called after each file. */
	progress(): void;
}

/**
 * Compiles the files that have no object yet, on every core; returns the objects in the order of
 * `files`. An object appears only when complete, so an interrupted run continues where it stopped.
 */
export async function compileAll(compilation: Compilation): Promise<string[]> {
	const { compiler, flags, files, directory, progress } = compilation;
	mkdirSync(directory, { recursive: true });
	const objectOf = (file: string): string => join(directory, `${basename(file, ".c")}.o`);
	const waiting = files.values();
	async function work(): Promise<void> {
		for (const file of waiting) {
			const object = objectOf(file);
			if (!existsSync(object)) {
				const partial = `${object}.${process.pid}`;
				await runCompiler(compiler, [...flags, "-c", file, "-o", partial]);
				renameSync(partial, object);
			}
			progress();
		}
	}
	const workers = Math.min(availableParallelism(), files.length);
	await Promise.all(Array.from({ length: workers }, work));
	return files.map(objectOf);
}
