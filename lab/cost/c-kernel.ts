/** Instructions of the kernel in C (kernel.c) on the emulated Cortex-M7. */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const TIME_LIMIT = 60_000;
const FRAMES = 78;
const CYCLES = 1000;
const INSTRUCTIONS_PER_TICK = 40;

/** Instructions for one three-phase frame. @param root of the repository */
export function cKernelInstructions(root: string): number {
	const directory = join(root, "build/bench");
	mkdirSync(directory, { recursive: true });
	const program = join(directory, "c-kernel.elf");
	execFileSync(
		"arm-none-eabi-gcc",
		[
			...["-mcpu=cortex-m7", "-mthumb", "-mfpu=fpv5-d16", "-mfloat-abi=hard", "-O2", "-nostdlib"],
			...[
				"-Wl,--section-start=.vectors=0,-Ttext=0x100,-Tdata=0x20000000,-Tbss=0x20001000,-e,reset",
			],
			...[join(root, "lab/cost/kernel.c"), "-o", program, "-lgcc"],
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
	return (Number(answer) * INSTRUCTIONS_PER_TICK) / (CYCLES * FRAMES);
}
