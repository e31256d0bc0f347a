// SPDX-License-Identifier: Apache-2.0
/**
 * Builds the firmware's image for the Cortex-M7, build/ambit-cortex-m7.elf and .bin. Needs
 * gcc-arm-none-eabi and QEMU.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { FPU, type Fpu } from "../../boards/cortex-m/fpu.ts";
import { ROOT } from "../root.ts";
import { ByteCode, CODE_HEADER } from "./byte-code.ts";
import { runCompiler } from "./compile.ts";
import { buildByteCodeCompiler } from "./desktop.ts";
import { FREEZE_MEMORY, freezeMachine, type Layout } from "./freeze.ts";
import { sourceOf } from "./frozen-source.ts";
import { DESCRIPTIVE, namesUnread } from "./left-out.ts";
import { keyOf, type Report, unlessMade } from "./made.ts";
import { writeOffsets } from "./offsets.ts";
import { findPointers, refuseUnmoved } from "./pointers.ts";
import { listFiles, Target } from "./program.ts";
import { Machine } from "./strip.ts";
import { Symbols } from "./symbols.ts";
import { PACKAGED_XS } from "./xs-package.ts";

const OUTPUT = join(ROOT, "build", "cortex-m");
const TOOLS = "arm-none-eabi-";
const BOARD = join(ROOT, "boards", "cortex-m");
const TOOL_TIME_LIMIT_MS = 60_000;

/** The image that buildImage makes. */
const IMAGE_PATH = join(ROOT, "build", "ambit-cortex-m7.elf");

const COMPILER = `${TOOLS}gcc`;
const LINK_FLAGS = [
	"--specs=nano.specs",
	"-nostartfiles",
	"-Wl,--gc-sections",
	`-Wl,-T,${join(BOARD, "mps2.ld")}`,
];

const cpuFlags = (fpu: Fpu): string[] => [
	"-mcpu=cortex-m7",
	"-mthumb",
	`-mfpu=${fpu}`,
	"-mfloat-abi=hard",
];

const cortexM = (fpu: Fpu): Target =>
	new Target({
		xs: PACKAGED_XS,
		compiler: COMPILER,
		flags: [...cpuFlags(fpu), "-Os"],
		folder: BOARD,
		output: OUTPUT,
	});

/**
 * Objects that only the image that makes the machine needs, and those that only the flashed one
 * needs.
 */
const ONLY_FREEZING = [
	"detach",
	"freeze",
	"frozen",
	"kept",
	"offsets",
	"prune",
	"slots",
	"used",
	"xsDefaults",
];
const ONLY_FLASHED = ["defaults"];

const without = (objects: readonly string[], names: readonly string[]): string[] =>
	objects.filter((object) => !names.includes(basename(object, ".o")));

async function assemble(fpu: Fpu, source: string, object: string): Promise<string> {
	await runCompiler(COMPILER, [...cpuFlags(fpu), "-c", source, "-o", object]);
	return object;
}

/** A file as an object for the linker. */
function objectOf(fpu: Fpu, file: string, section: string, symbol: string): Promise<string> {
	const source = `${file}.S`;
	const lines = [
		`.section ${section},"a"`,
		".balign 8",
		`.global ${symbol}`,
		`${symbol}:`,
		`.incbin "${file}"`,
	];
	writeFileSync(source, `${lines.join("\n")}\n`);
	return assemble(fpu, source, `${file}.o`);
}

/** The bundle's byte code, for the linker. */
function compileBundle(
	fpu: Fpu,
	bundle: string,
	compiler: string,
	directory: string,
): Promise<string> {
	const code = join(directory, "bundle.code");
	execFileSync(compiler, [bundle, code], {
		timeout: TOOL_TIME_LIMIT_MS,
		stdio: ["ignore", "ignore", "pipe"],
	});
	return objectOf(fpu, code, ".rodata.bundle", "bundleCode");
}

function link(
	fpu: Fpu,
	objects: readonly string[],
	output: string,
	flags: readonly string[] = [],
): Promise<void> {
	return runCompiler(COMPILER, [
		...cpuFlags(fpu),
		...LINK_FLAGS,
		...flags,
		`-Wl,-Map=${output}.map`,
		...objects,
		"-lm",
		"-o",
		output,
	]);
}

/** The contents of an image's flash, from address 0. */
function contentsOf(image: string): Buffer {
	const binary = `${image}.bin`;
	execFileSync(`${TOOLS}objcopy`, ["-O", "binary", image, binary], {
		timeout: TOOL_TIME_LIMIT_MS,
	});
	return readFileSync(binary);
}

/** Bytes by which the parts' addresses are higher in the second image that makes the machine. */
const SHIFTS = { textShift: 0x10000, frozenShift: 0x20000, buffersShift: 0x4000 };

/** The byte code of the bundle in an image's memory. */
function byteCodeOf(memory: Buffer, symbols: Symbols, layout: Layout): ByteCode {
	const bundle = symbols.addressOf("bundleCode");
	const symbolsLength = memory.readUInt32LE(bundle + CODE_HEADER.SYMBOLS_LENGTH);
	const start = bundle + CODE_HEADER.END + Math.ceil(symbolsLength / 4) * 4;
	const end = start + memory.readUInt32LE(bundle + CODE_HEADER.CODE_LENGTH);
	const archive = [layout.codeArchive1, layout.codeArchive2, layout.codeArchive4];
	return new ByteCode(memory, symbols.addressOf("gxCodeSizes"), archive, start, end);
}

/** The machine that an image with `objects` makes, as an object that refers to them. */
async function makeMachine(
	fpu: Fpu,
	objects: readonly string[],
	directory: string,
): Promise<string> {
	const one = join(directory, "one.elf");
	const other = join(directory, "other.elf");
	const shifts = Object.entries(SHIFTS).map(([name, shift]) => `-Wl,--defsym=${name}=${shift}`);
	await link(fpu, objects, one);
	await link(fpu, objects, other, shifts);
	const { frozen, layout } = freezeMachine(one);
	const { textShift: text, frozenShift, buffersShift: buffers } = SHIFTS;
	const pointers = findPointers(frozen, freezeMachine(other).frozen, {
		text,
		frozen: text + frozenShift,
		buffers,
	});
	const symbols = new Symbols(one);
	refuseUnmoved(
		frozen,
		pointers,
		[layout.slots, layout.slotsEnd],
		[[symbols.addressOf("dataStart"), symbols.addressOf("stackTop")], FREEZE_MEMORY],
	);
	const memory = contentsOf(one);
	const code = byteCodeOf(memory, symbols, layout);
	const base = symbols.addressOf("frozenStart");
	const made = { frozen, layout, pointers, base, memory, code };
	const leftOut = namesUnread(new Machine(made), DESCRIPTIVE);
	const machine = new Machine({ ...made, leftOut });
	const source = join(directory, "frozen.S");
	writeFileSync(source, sourceOf(machine, symbols));
	return assemble(fpu, source, join(directory, "frozen-machine.o"));
}

/**
 * Builds the image unless it was made from the same bundle, sources and flags; returns its path.
 * Rejects with one line.
 *
 * @param bundle the firmware's script, as the desktop engine runs it
 * @param report gets one line before a step that takes time
 * @param output path of the ELF file; the .bin and the linker's .map go next to it
 * @param fpu that the image is compiled for
 */
export async function buildImage(
	bundle: string,
	report: Report,
	output = IMAGE_PATH,
	fpu: Fpu = FPU.double,
): Promise<string> {
	const compiler = await buildByteCodeCompiler(report);
	const target = cortexM(fpu);
	const sources = target.sources([join(ROOT, "engine", "xs"), BOARD, writeOffsets(OUTPUT)]);
	const builder = listFiles(join(ROOT, "engine", "image"), ".ts");
	const key = keyOf([bundle, ...builder], [sources.key, ...cpuFlags(fpu), ...LINK_FLAGS]);
	await unlessMade(output, key, async () => {
		const objects = await target.compile(sources, report);
		// a folder for each run, so that two builds at once do not meet; the result appears complete
		const directory = mkdtempSync(join(OUTPUT, "link-"));
		try {
			const byteCode = await compileBundle(fpu, bundle, compiler, directory);
			const making = [...without(objects, ONLY_FLASHED), byteCode];
			const machine = await makeMachine(fpu, making, directory);
			const image = join(directory, "image.elf");
			await link(fpu, [...without(objects, ONLY_FREEZING), machine], image);
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
