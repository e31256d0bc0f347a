// SPDX-License-Identifier: Apache-2.0
/**
 * Compiles the sample path, src/quality/sample-path.ts and what it imports, to build/kernel: with
 * AssemblyScript to WebAssembly (kernel.wasm), with wasm2c to C (kernel.c, kernel.h). Needs the
 * Debian package wabt.
 */
/// <reference path="../kernel/web-assembly.d.ts" />
import { execFileSync } from "node:child_process";
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { ROOT } from "../root.ts";
import { withCheapChecks } from "./kernel-access.ts";
import { keyOf, type Report, unlessMade } from "./made.ts";

/** Folder of the generated files. */
const KERNEL_FOLDER = join(ROOT, "build", "kernel");

/** The WebAssembly module. */
const KERNEL_MODULE = join(KERNEL_FOLDER, "kernel.wasm");

const ENTRY = "engine/kernel/module.ts";
const TIME_LIMIT_MS = 60_000;
const WASM2C = "wasm2c";
/** Of wasm2c: the types that the generated C is written in. */
const RUN_TIME_HEADER = "/usr/include/wasm-rt.h";

/** How the generated C is changed. */
const ACCESS_SOURCE = "engine/image/kernel-access.ts";

/** The files that are compiled. */
const SOURCES = [
	ENTRY,
	"engine/image/kernel.ts",
	ACCESS_SOURCE,
	"src/sampling.ts",
	...["results", "trigonometry", "channels", "frequency", "kernel"].map(
		(name) => `src/metrology/${name}.ts`,
	),
	...[
		...[
			"results",
			"spline",
			"fold",
			"spectrum",
			"cycle-length",
			"half-cycles",
			"recorder",
			"window-sums",
			"analyser-memory",
			"analyser",
			"sample-path",
		],
	].map((name) => `src/quality/${name}.ts`),
].map((path) => join(ROOT, path));

/** Leaves out the checks of each array; every access is checked against the memory in use. */
const UNCHECKED = ["--uncheckedBehavior", "always"];

/** One page of memory, which never grows; nothing is freed. */
const OPTIONS = [
	...["--lib", "src", "--runtime", "stub", "--use", "abort="],
	...["-O3", "--converge", "--initialMemory", "1", "--maximumMemory", "1"],
];

/** Exports of the module that describe its memory. */
interface Layout {
	memoryEnd(): number;
	roomFrames(): number;
	keptFrames(): number;
	channels(): number;
	resultCount(): number;
	framesPlace(): number;
	qualityCount(): number;
	frameRateHz(): number;
}

/**
 * For all C that includes the generated header: accesses are checked by comparison, not by signals,
 * and without recursion the stack need not be.
 */
export const KERNEL_DEFINITIONS = [
	"-DWASM_RT_MEMCHECK_SIGNAL_HANDLER=0",
	"-DWASM_RT_USE_STACK_DEPTH_COUNT=0",
];

/** For the generated C: a product and a sum are rounded each, as in JavaScript. */
export const KERNEL_FLAGS = [...KERNEL_DEFINITIONS, "-ffp-contract=off", "-w"];

/** Where the npm package, which has no sources, brings the kernel's C. */
const PACKED = join(ROOT, "dist", "kernel");

const isPacked = (): boolean => !existsSync(join(ROOT, ENTRY));

/** Changes with the kernel's sources and the way they are compiled. */
export const kernelKey = (): string =>
	isPacked() ? keyOf([join(PACKED, "kernel.c")], []) : keyOf(SOURCES, [...OPTIONS, ...UNCHECKED]);

/** asc's number of an error; its others are of warnings and remarks. */
const ERROR = 3;

function lineAt(file: string, start: number): number {
	return readFileSync(join(ROOT, file), "utf8").slice(0, start).split("\n").length;
}

/** The part of asc that is used. Its own types would redefine those of src/widths.d.ts. */
interface Compiler {
	main(
		args: readonly string[],
		api: {
			listFiles(): string[];
			stderr: { write(text: string): void };
			reportDiagnostic(diagnostic: {
				category: number;
				message: string;
				range: { start: number; source: { normalizedPath: string } } | null;
			}): void;
		},
	): Promise<{ error: Error | null }>;
}

const COMPILER = "assemblyscript/asc";

/**
 * Compiles the kernel to WebAssembly, with a check at each access to an array unless `options`
 * leave them out. Rejects with one line: the first rule of the subset that is broken.
 *
 * @param output path of the module
 * @param entry path, from the root, of the file that is compiled with what it imports
 */
export async function compileToWebAssembly(
	output: string,
	options: readonly string[] = [],
	entry = ENTRY,
): Promise<void> {
	const { main }: Compiler = await import(COMPILER);
	const complaints: string[] = [];
	const { error } = await main(
		[entry, ...OPTIONS, ...options, "--baseDir", ROOT, "--outFile", relative(ROOT, output)],
		{
			// without it every file of src would be parsed, not only those that are imported
			listFiles: () => [],
			stderr: { write: () => {} },
			reportDiagnostic: ({ category, message, range }) => {
				if (category !== ERROR) return;
				const path = range?.source.normalizedPath.replace(/^~lib\//, "src/");
				complaints.push(
					path && range ? `${path}:${lineAt(path, range.start)}: ${message}` : message,
				);
			},
		},
	);
	if (error) throw new Error(`kernel: ${complaints[0] ?? error.message}`);
}

/** Compiles the module to C. Throws one line. */
function compileToC(module: string, output: string): void {
	try {
		execFileSync(WASM2C, [module, "-o", output], {
			timeout: TIME_LIMIT_MS,
			stdio: ["ignore", "ignore", "pipe"],
		});
		writeFileSync(output, withCheapChecks(readFileSync(output, "utf8")));
		copyFileSync(RUN_TIME_HEADER, join(dirname(output), basename(RUN_TIME_HEADER)));
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		throw new Error(
			code === "ENOENT"
				? `kernel: ${WASM2C} was not found; install the Debian package wabt`
				: `kernel: ${message.split("\n")[0]}`,
		);
	}
}

/** Numbers of the module for C: kernel-memory.h. */
function memoryHeader(module: string): string {
	const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(module)));
	const layout = instance.exports as unknown as Layout;
	return [
		"/* What the kernel uses of its memory, made with it. */",
		"#ifndef AMBIT_KERNEL_MEMORY_H",
		"#define AMBIT_KERNEL_MEMORY_H",
		// A multiple of 256: an instruction of the Cortex-M7 compares with such a number.
		`#define KERNEL_MEMORY_BYTES ${Math.ceil(layout.memoryEnd() / 256) * 256}u`,
		"#define KERNEL_MEMORY_REST 8",
		`#define KERNEL_ROOM_FRAMES ${layout.roomFrames()}`,
		`#define KERNEL_KEPT_FRAMES ${layout.keptFrames()}`,
		`#define KERNEL_CHANNELS ${layout.channels()}`,
		`#define KERNEL_RESULTS ${layout.resultCount()}`,
		`#define KERNEL_QUALITY_RESULTS ${layout.qualityCount()}`,
		`#define KERNEL_RESULT_FRAMES ${layout.framesPlace()}`,
		`#define KERNEL_FRAME_RATE_HZ ${layout.frameRateHz()}`,
		"extern unsigned char kernelMemory[KERNEL_MEMORY_BYTES + KERNEL_MEMORY_REST];",
		"#endif",
		"",
	].join("\n");
}

/** Makes files in a folder of their own and moves them to build/kernel when all are complete. */
async function make(names: readonly string[], work: (folder: string) => Promise<void> | void) {
	mkdirSync(KERNEL_FOLDER, { recursive: true });
	const folder = mkdtempSync(join(KERNEL_FOLDER, "new-"));
	try {
		await work(folder);
		for (const name of names) renameSync(join(folder, name), join(KERNEL_FOLDER, name));
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/**
 * Builds the kernel's WebAssembly module unless it was made from the same sources; returns its
 * path. Rejects with one line: the place and the rule where a source leaves the subset.
 */
export async function buildKernelModule(report: Report): Promise<string> {
	await unlessMade(KERNEL_MODULE, kernelKey(), () => {
		report("kernel: compiling to WebAssembly");
		return make(["kernel.wasm"], (folder) =>
			compileToWebAssembly(join(folder, "kernel.wasm"), UNCHECKED),
		);
	});
	return KERNEL_MODULE;
}

/** Files of the kernel in C; the last one appears when the others are there. */
export const FILES_IN_C = ["kernel.h", "kernel-memory.h", basename(RUN_TIME_HEADER), "kernel.c"];

/** Builds the kernel in C, after its module; returns the folder. Rejects with one line. */
export async function buildKernelInC(report: Report): Promise<string> {
	if (isPacked()) return PACKED;
	const module = await buildKernelModule(report);
	const source = join(KERNEL_FOLDER, "kernel.c");
	await unlessMade(source, keyOf([module, join(ROOT, ACCESS_SOURCE)], []), () => {
		return make(FILES_IN_C, (folder) => {
			compileToC(module, join(folder, "kernel.c"));
			writeFileSync(join(folder, "kernel-memory.h"), memoryHeader(module));
		});
	});
	return KERNEL_FOLDER;
}
