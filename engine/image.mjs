// SPDX-License-Identifier: Apache-2.0
/** Builds the firmware's image for the Cortex-M7, build/ambit-cortex-m7.elf and .bin. Needs gcc-arm-none-eabi. */
import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildByteCodeCompiler } from "./build.mjs";
import { runCompiler } from "./compile.mjs";
import { keyOf, ROOT, Target, unlessMade } from "./program.mjs";

const OUTPUT = join(ROOT, "build", "cortex-m");
const TOOLS = "arm-none-eabi-";
const BOARD = join(ROOT, "boards", "cortex-m");
const TOOL_TIME_LIMIT_MS = 60_000;

/** The image that buildImage makes. */
export const IMAGE_PATH = join(ROOT, "build", "ambit-cortex-m7.elf");

const CPU_FLAGS = ["-mcpu=cortex-m7", "-mthumb", "-mfpu=fpv5-d16", "-mfloat-abi=hard"];
const LINK_FLAGS = [
	...CPU_FLAGS,
	"--specs=nano.specs",
	"-nostartfiles",
	"-Wl,--gc-sections",
	`-Wl,-T,${join(BOARD, "mps2.ld")}`,
];

const cortexM = new Target({
	compiler: `${TOOLS}gcc`,
	flags: [...CPU_FLAGS, "-Os"],
	fast: ["-O2"],
	folder: BOARD,
	output: OUTPUT,
});

/** The bundle's byte code as a file that the linker takes. */
async function compileBundle(bundle, compiler) {
	const code = join(OUTPUT, "bundle.code");
	execFileSync(compiler, [bundle, code], {
		timeout: TOOL_TIME_LIMIT_MS,
		stdio: ["ignore", "ignore", "pipe"],
	});
	const source = join(OUTPUT, "bundle.S");
	writeFileSync(
		source,
		`.section .rodata.bundle,"a"\n.balign 4\n.global bundleCode\nbundleCode:\n.incbin "${code}"\n`,
	);
	const object = join(OUTPUT, "bundle.o");
	await runCompiler(cortexM.compiler, [...CPU_FLAGS, "-c", source, "-o", object]);
	return object;
}

/**
 * Builds the image unless it was made from the same bundle, sources and flags.
 *
 * @param {string} bundle the firmware's script, as the desktop runs it
 * @param {(line: string) => void} report told one line before what takes time
 * @returns {Promise<string>} path of the ELF file
 * @throws {Error} one line
 */
export async function buildImage(bundle, report) {
	const compiler = await buildByteCodeCompiler(report);
	const sources = cortexM.sources([join(ROOT, "engine", "xs"), BOARD]);
	const key = keyOf([bundle], [sources.key, ...LINK_FLAGS]);
	await unlessMade(IMAGE_PATH, key, async () => {
		mkdirSync(OUTPUT, { recursive: true });
		const objects = await cortexM.compile(sources, report);
		objects.push(await compileBundle(bundle, compiler));
		const partial = `${IMAGE_PATH}.${process.pid}`;
		await runCompiler(cortexM.compiler, [
			...LINK_FLAGS,
			`-Wl,-Map=${join(OUTPUT, "ambit-cortex-m7.map")}`,
			...objects,
			"-lm",
			"-o",
			partial,
		]);
		renameSync(partial, IMAGE_PATH);
		execFileSync(`${TOOLS}objcopy`, ["-O", "binary", IMAGE_PATH, IMAGE_PATH.replace(/elf$/, "bin")], {
			timeout: TOOL_TIME_LIMIT_MS,
		});
	});
	return IMAGE_PATH;
}
