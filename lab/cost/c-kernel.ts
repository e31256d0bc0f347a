/** Instructions of kernels in machine code on the emulated Cortex-M7, without XS. */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import type { Fpu } from "../../boards/cortex-m/fpu.ts";

const TIME_LIMIT = 60_000;
const BLOCK_FRAMES = 200;
const BLOCKS = 1000;
const INSTRUCTIONS_PER_TICK = 40;

interface Program {
	readonly name: string;
	readonly files: readonly string[];
	readonly flags: readonly string[];
	readonly fpu: Fpu;
}

/** Builds a program with lab/cost/count.c and runs it; instructions for a frame. */
function instructions(root: string, { name, files, flags, fpu }: Program): number {
	const directory = join(root, "build/bench");
	mkdirSync(directory, { recursive: true });
	const program = join(directory, `${name}-${fpu}.elf`);
	execFileSync(
		"arm-none-eabi-gcc",
		[
			...["-mcpu=cortex-m7", "-mthumb", `-mfpu=${fpu}`, "-mfloat-abi=hard", "-O2"],
			...[
				"-nostartfiles",
				"--specs=nano.specs",
				"-DNDEBUG",
				`-DBLOCK_FRAMES=${BLOCK_FRAMES}`,
				...flags,
			],
			"-Wl,--section-start=.vectors=0,-Ttext=0x100,-Tdata=0x20000000,-Tbss=0x20001000,-e,reset",
			...["lab/cost/count.c", ...files].map((file) => join(root, file)),
			...["-o", program, "-lm"],
		],
		{ timeout: TIME_LIMIT },
	);
	const answer = execFileSync(
		"qemu-system-arm",
		[
			...["-M", "mps2-an500", "-display", "none", "-monitor", "none", "-nic", "none", "-no-reboot"],
			...["-serial", "null", "-serial", "null", "-serial", "null", "-serial", "stdio"],
			...["-icount", "shift=0", "-kernel", program],
		],
		{ timeout: TIME_LIMIT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
	);
	return (Number(answer) * INSTRUCTIONS_PER_TICK) / (BLOCKS * BLOCK_FRAMES);
}

/**
 * Instructions for one three-phase frame of the kernel written in C.
 * @param root of the repository
 */
export function handKernelInstructions(root: string, fpu: Fpu): number {
	return instructions(root, {
		name: "hand-kernel",
		files: ["lab/cost/hand-kernel.c"],
		flags: [],
		fpu,
	});
}

/** The compiled kernel's C, as the image's build makes and compiles it. */
export interface KernelInC {
	readonly folder: string;
	readonly flags: readonly string[];
}

/**
 * Instructions for one three-phase frame of the compiled kernel, its windows included.
 * @param root of the repository
 */
export function compiledKernelInstructions(
	root: string,
	{ folder, flags }: KernelInC,
	fpu: Fpu,
): number {
	return instructions(root, {
		name: "compiled-kernel",
		files: [
			"lab/cost/compiled-kernel.c",
			"engine/kernel/sample-path.c",
			join(relative(root, folder), "kernel.c"),
		],
		// As the image, whose accesses are inlined whatever the level.
		flags: ["-Os", ...flags, `-I${folder}`, `-I${join(root, "engine/kernel")}`],
		fpu,
	});
}
