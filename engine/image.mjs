// SPDX-License-Identifier: Apache-2.0
/** Builds the firmware's image for the Cortex-M7, build/ambit-cortex-m7.elf and .bin. Needs gcc-arm-none-eabi and QEMU. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildByteCodeCompiler } from "./build.mjs";
import { runCompiler } from "./compile.mjs";
import { freezeMachine } from "./freeze.mjs";
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

/** A file as an object that the linker takes. */
async function objectOf(file, section, symbol) {
	const source = `${file}.S`;
	writeFileSync(
		source,
		`.section ${section},"a"\n.balign 8\n.global ${symbol}\n${symbol}:\n.incbin "${file}"\n`,
	);
	await runCompiler(cortexM.compiler, [...CPU_FLAGS, "-c", source, "-o", `${file}.o`]);
	return `${file}.o`;
}

/** The bundle's byte code, for the linker. */
async function compileBundle(bundle, compiler, directory) {
	const code = join(directory, "bundle.code");
	execFileSync(compiler, [bundle, code], {
		timeout: TOOL_TIME_LIMIT_MS,
		stdio: ["ignore", "ignore", "pipe"],
	});
	return objectOf(code, ".rodata.bundle", "bundleCode");
}

/** Every symbol's address and name, but for what the frozen machine brings. */
function symbolsOf(image) {
	const options = { encoding: "utf8", timeout: TOOL_TIME_LIMIT_MS, maxBuffer: 1 << 24 };
	const lines = execFileSync(`${TOOLS}nm`, [image], options).split("\n");
	return lines.map((line) => line.replace(/ . /, " ")).filter((line) => !line.endsWith(" frozenMachine"));
}

function link(objects, output) {
	return runCompiler(cortexM.compiler, [
		...LINK_FLAGS,
		`-Wl,-Map=${output}.map`,
		...objects,
		"-lm",
		"-o",
		output,
	]);
}

/** The image with its frozen machine: linked without it, run to make it, and linked again with it behind the rest. */
async function linkFrozen(objects, directory, output) {
	const bare = join(directory, "bare.elf");
	await link(objects, bare);
	const frozen = join(directory, "frozen");
	writeFileSync(frozen, freezeMachine(bare));
	await link([...objects, await objectOf(frozen, ".frozen", "frozenMachine")], output);
	if (symbolsOf(output).join() !== symbolsOf(bare).join())
		throw new Error("image: the frozen machine moved what it refers to");
}

/**
 * Builds the image unless it was made from the same bundle, sources and flags.
 *
 * @param {string} bundle the firmware's script, as the desktop runs it
 * @param {(line: string) => void} report told one line before what takes time
 * @param {string} [output] path of the ELF file; beside it lie the .bin and the linker's .map
 * @returns {Promise<string>} that path
 * @throws {Error} one line
 */
export async function buildImage(bundle, report, output = IMAGE_PATH) {
	const compiler = await buildByteCodeCompiler(report);
	const sources = cortexM.sources([join(ROOT, "engine", "xs"), BOARD]);
	const key = keyOf([bundle], [sources.key, ...LINK_FLAGS]);
	await unlessMade(output, key, async () => {
		const objects = await cortexM.compile(sources, report);
		// its own, so that two that build at once do not meet; the result is there when it is whole
		const directory = mkdtempSync(join(OUTPUT, "link-"));
		try {
			objects.push(await compileBundle(bundle, compiler, directory));
			const image = join(directory, "image.elf");
			const binary = join(directory, "image.bin");
			await linkFrozen(objects, directory, image);
			execFileSync(`${TOOLS}objcopy`, ["-O", "binary", image, binary], { timeout: TOOL_TIME_LIMIT_MS });
			renameSync(binary, output.replace(/elf$/, "bin"));
			renameSync(`${image}.map`, output.replace(/elf$/, "map"));
			renameSync(image, output);
		} finally {
			rmSync(directory, { recursive: true });
		}
	});
	return output;
}
