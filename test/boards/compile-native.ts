/** Compiles a harness with C files of a Moddable board and the compiled kernel, for the desktop. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildKernelInC } from "../../engine/image/kernel.ts";

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/**
 * Warnings are errors, and undefined behaviour ends the program. The machine's own instructions, of
 * which some would round a product and a sum at once.
 */
const FLAGS = [
	...["-O2", "-march=native"],
	...["-std=gnu17", "-Wall", "-Wextra", "-Werror"],
	...["-fsanitize=undefined", "-fno-sanitize-recover"],
];

/** Folders of headers: stubs of XS, ESP-IDF and FreeRTOS come before all others. */
const FOLDERS = ["test/boards/native", "boards/esp32s3", "boards/moddable", "engine/kernel"];

/**
 * Compiles into `output`.
 *
 * @param sources paths from the root
 */
export async function compileNative(sources: readonly string[], output: string): Promise<void> {
	const kernel = await buildKernelInC(() => {});
	const includes = [...FOLDERS.map(at), kernel].flatMap((folder) => ["-I", folder]);
	const files = [...sources, "boards/moddable/compiled-kernel.c"].map(at);
	execFileSync("gcc", [...FLAGS, ...includes, ...files, "-lm", "-pthread", "-o", output], {
		timeout: 240_000,
	});
}

/** Output lines of a program that gets `commands` on its standard input, one a line. */
export function runNative(program: string, commands: readonly string[]): string[] {
	return execFileSync(program, {
		input: `${commands.join("\n")}\n`,
		encoding: "utf8",
		timeout: 240_000,
		maxBuffer: 2 ** 26,
	})
		.trimEnd()
		.split("\n");
}
