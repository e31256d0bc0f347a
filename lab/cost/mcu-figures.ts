/** Prints the firmware's cost on the Cortex-M7. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FPU, type Fpu } from "../../boards/cortex-m/fpu.ts";
import { LARGEST_READS } from "./answer-codes.ts";
import { compiledKernelInstructions, handKernelInstructions, type KernelInC } from "./c-kernel.ts";
import {
	costs,
	kernelInstructions,
	LONGEST_MS,
	meteringInstructions,
	partMilliseconds,
	partShare,
	START_MS,
} from "./microcontroller.ts";

/** Paths of the images. */
export interface Images {
	firmware: string;
	kernel: string;
	metering: string;
	/** The same for a part without double-precision FPU. */
	meteringSingle: string;
	/** The same with the kernel as byte code. */
	meteringByteCode: string;
	textbook: string;
}

function print(what: string, value: string, limit = ""): void {
	console.log(`${what.padEnd(64)}${value.padStart(16)}   ${limit}`.trimEnd());
}

/** Slots of the board's heap. */
function slotsOfHeap(root: string): number {
	const config = readFileSync(join(root, "boards/cortex-m/board_config.h"), "utf8");
	const slots = /#define BOARD_SLOTS (\d+)/.exec(config)?.[1];
	if (slots === undefined) throw new Error("board_config.h: no BOARD_SLOTS");
	return Number(slots);
}

const FRAME = "Cortex-M7 instructions a three-phase frame";

/** Instructions a frame from bytes to energy, with an FPU of double precision and of single. */
interface Metering {
	readonly metering: number;
	readonly single: number;
}

/** Prints the instructions of a frame in the kernels, and from bytes to energy. */
async function printFrames(root: string, kernelInC: KernelInC, images: Images): Promise<Metering> {
	const both = (count: (fpu: Fpu) => number): string =>
		`${count(FPU.double).toFixed(0)}, ${count(FPU.single).toFixed(0)}`;
	const metering = await meteringInstructions(images.metering);
	const single = await meteringInstructions(images.meteringSingle);
	const reference = await meteringInstructions(images.meteringByteCode);
	print(`${FRAME}, textbook kernel`, (await kernelInstructions(images.textbook, 80)).toFixed(0));
	const byteCode = await kernelInstructions(images.kernel, 200);
	print(`${FRAME}, kernel as byte code`, byteCode.toFixed(0), "at most 30000");
	print(
		"  compiled with windows; without double-precision FPU",
		both((fpu) => compiledKernelInstructions(root, kernelInC, fpu)),
		"at most 500",
	);
	print(
		"  the first kernel, in C, no windows; without double-precision FPU",
		both((fpu) => handKernelInstructions(root, fpu)),
	);
	print(`${FRAME}, bytes to energy`, metering.toFixed(0), "at most 1150");
	print("  without double-precision FPU", single.toFixed(0));
	print("  with the kernel as byte code", reference.toFixed(0));
	return { metering, single };
}

function printShares({ metering, single }: Metering): void {
	print(
		"share of 240 MHz at 1.3 cycles an instruction, bytes to energy",
		`${partShare(metering).toFixed(1)} %`,
		"at most 5 %",
	);
	print(
		"the same, without double-precision FPU",
		`${partShare(single).toFixed(1)} %`,
		"at most 8 %",
	);
}

/**
 * Measures everything and prints a line for each figure.
 * @param root of the repository
 */
export async function printMicrocontroller(
	root: string,
	kernelInC: KernelInC,
	images: Images,
): Promise<void> {
	const milliseconds = (instructions: number): string =>
		`${partMilliseconds(instructions).toFixed(2)} ms`;
	const frames = await printFrames(root, kernelInC, images);
	const cost = await costs(images.firmware);
	print(`${FRAME}, all, nobody polls`, cost.frame.toFixed(0), "at most 2300");
	print("  without power quality", cost.frameAlone.toFixed(0), "at most 1400");
	printShares(frames);
	const share = `${partShare(cost.frame).toFixed(1)} %`;
	print("the same, all that runs while nobody polls", share, "at most 10 %");
	print("  without power quality", `${partShare(cost.frameAlone).toFixed(1)} %`);
	print("from reset to START, at 240 MHz", milliseconds(cost.boot));
	print(
		"START: the meter is created, at 240 MHz",
		milliseconds(cost.start),
		`at most ${START_MS} ms`,
	);
	print(
		"first reading, meter time since START",
		`${cost.firstReading.toFixed(2)} s`,
		"at most 1 s",
	);
	console.log("processor time of Modbus responses after t3.5, at 240 MHz; as floats, as integers");
	for (const [i, { what, address, count }] of LARGEST_READS.entries()) {
		const [float, integer] = [i, LARGEST_READS.length + i].map((place) =>
			milliseconds(cost.answers[place]?.instructions ?? Number.NaN),
		);
		print(
			`  ${count} from ${address.toString(16)}, ${what}`,
			`${float}, ${integer}`,
			"at most 3 ms",
		);
	}
	const delay = Math.max(...cost.answers.map((answer) => answer.delay));
	print("  the longest in meter time", `${delay.toFixed(2)} ms`);
	print("longest message, nobody polls", milliseconds(cost.longest), `at most ${LONGEST_MS} ms`);
	print("garbage collection of everything, at 240 MHz", milliseconds(cost.collection));
	print("slots of the heap taken a second, nobody polls", cost.slotsPerSecond.toFixed(0));
	print(
		"slots taken by an answer, at most",
		Math.max(...cost.answers.map(({ slots }) => slots)).toFixed(0),
	);
	const perHour = (3600 * cost.slotsPerSecond) / (slotsOfHeap(root) - cost.slots);
	print("garbage collections an hour, nobody polls", perHour.toFixed(0));
	print("heap in use after it: slots, bytes of chunks", `${cost.slots}, ${cost.chunkBytes}`);
	print("most JavaScript stack, C stack in use", `${cost.stackSlots}, ${cost.stackBytes} B`);
}
