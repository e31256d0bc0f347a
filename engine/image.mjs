// SPDX-License-Identifier: Apache-2.0
/** Builds the firmware's image for the Cortex-M7, build/ambit-cortex-m7.elf and .bin. Needs gcc-arm-none-eabi and QEMU. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { buildByteCodeCompiler } from "./build.mjs";
import { ByteCode } from "./byte-code.mjs";
import { runCompiler } from "./compile.mjs";
import { freezeMachine } from "./freeze.mjs";
import { sourceOf } from "./frozen-source.mjs";
import { findPointers } from "./pointers.mjs";
import { keyOf, listFiles, ROOT, Target, unlessMade } from "./program.mjs";
import { Machine } from "./strip.mjs";
import { Symbols } from "./symbols.mjs";

const OUTPUT = join(ROOT, "build", "cortex-m");
const TOOLS = "arm-none-eabi-";
const BOARD = join(ROOT, "boards", "cortex-m");
const TOOL_TIME_LIMIT_MS = 60_000;
/** Bytes of struct codeHeader in engine/xs/code.h. */
const CODE_HEADER_LENGTH = 16;

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
	folder: BOARD,
	output: OUTPUT,
});

/** Objects of the image that makes the machine, and of the one that is flashed, that the other one does without. */
const ONLY_FREEZING = ["freeze", "frozen", "prune", "xsDefaults"];
const ONLY_FLASHED = ["defaults"];

const without = (objects, names) =>
	objects.filter((object) => !names.includes(basename(object, ".o")));

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
function compileBundle(bundle, compiler, directory) {
	const code = join(directory, "bundle.code");
	execFileSync(compiler, [bundle, code], {
		timeout: TOOL_TIME_LIMIT_MS,
		stdio: ["ignore", "ignore", "pipe"],
	});
	return objectOf(code, ".rodata.bundle", "bundleCode");
}

function link(objects, output, flags = []) {
	return runCompiler(cortexM.compiler, [
		...LINK_FLAGS,
		...flags,
		`-Wl,-Map=${output}.map`,
		...objects,
		"-lm",
		"-o",
		output,
	]);
}

/** What is in an image's flash, from address 0. */
function contentsOf(image) {
	const binary = `${image}.bin`;
	execFileSync(`${TOOLS}objcopy`, ["-O", "binary", image, binary], { timeout: TOOL_TIME_LIMIT_MS });
	return readFileSync(binary);
}

/** How much further the parts lie in the second of the two images that make the machine. */
const SHIFTS = { textShift: 0x10000, frozenShift: 0x20000, buffersShift: 0x4000 };

/** The machine that an image with `objects` makes, as an object that refers to what it needs of them. */
async function makeMachine(objects, directory) {
	const one = join(directory, "one.elf");
	const other = join(directory, "other.elf");
	await link(objects, one);
	await link(
		objects,
		other,
		Object.entries(SHIFTS).map(([name, shift]) => `-Wl,--defsym=${name}=${shift}`),
	);
	const { frozen, layout } = freezeMachine(one);
	const { textShift: text, frozenShift, buffersShift: buffers } = SHIFTS;
	const pointers = findPointers(frozen, freezeMachine(other).frozen, {
		text,
		frozen: text + frozenShift,
		buffers,
	});
	const symbols = new Symbols(one);
	const memory = contentsOf(one);
	const bundle = symbols.addressOf("bundleCode");
	// struct codeHeader of engine/xs/code.h
	const symbolsLength = memory.readUInt32LE(bundle + 8);
	const start = bundle + CODE_HEADER_LENGTH + Math.ceil(symbolsLength / 4) * 4;
	const archive = [layout.codeArchive1, layout.codeArchive2, layout.codeArchive4];
	const end = start + memory.readUInt32LE(bundle + 12);
	const code = new ByteCode(memory, symbols.addressOf("gxCodeSizes"), archive, start, end);
	const base = symbols.addressOf("frozenStart");
	const machine = new Machine({ frozen, layout, pointers, base, memory, code });
	const source = join(directory, "frozen.S");
	writeFileSync(source, sourceOf(machine, symbols));
	const object = join(directory, "frozen-machine.o");
	await runCompiler(cortexM.compiler, [...CPU_FLAGS, "-c", source, "-o", object]);
	return object;
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
	const key = keyOf(
		[bundle, ...listFiles(join(ROOT, "engine"), ".mjs")],
		[sources.key, ...LINK_FLAGS],
	);
	await unlessMade(output, key, async () => {
		const objects = await cortexM.compile(sources, report);
		// its own, so that two that build at once do not meet; the result is there when it is whole
		const directory = mkdtempSync(join(OUTPUT, "link-"));
		try {
			const byteCode = await compileBundle(bundle, compiler, directory);
			const machine = await makeMachine([...without(objects, ONLY_FLASHED), byteCode], directory);
			const image = join(directory, "image.elf");
			await link([...without(objects, ONLY_FREEZING), machine], image);
			contentsOf(image);
			renameSync(`${image}.bin`, output.replace(/elf$/, "bin"));
			renameSync(`${image}.map`, output.replace(/elf$/, "map"));
			renameSync(image, output);
		} finally {
			rmSync(directory, { recursive: true });
		}
	});
	return output;
}
