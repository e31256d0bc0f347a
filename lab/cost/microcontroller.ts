/**
 * The firmware's cost on the Cortex-M7 in instructions: the emulator counts one nanosecond for
 * each.
 */
import { TICKS_PER_SECOND } from "../../bench/emulator/load.ts";
import { message, startMessage } from "../../bench/meter/link.ts";
import { Port, ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { DEAREST_SETTINGS, LARGEST_READS, readFrame, writeFrame } from "./answer-codes.ts";
import { BoardUnderTest } from "./board-under-test.ts";

/** QEMU counts instructions as nanoseconds. */
export const COUNTING = ["-icount", "shift=0"];

const INSTRUCTIONS_PER_TICK = 1e9 / TICKS_PER_SECOND;

/** Clock of the microcontroller that shares refer to, and its average cycles per instruction. */
const PART_HZ = 240e6;
const CYCLES_PER_INSTRUCTION = 1.3;

/** Frames that are counted, after as many that are not. */
const COUNTED = 80_000;

/** Most milliseconds of the microcontroller for START, and for a message while nobody polls. */
export const START_MS = 70;
export const LONGEST_MS = 9;

/** Frames of a block at full speed. */
const LARGEST_BLOCK = 200;

/** Repetitions of a block through a kernel alone. */
const KERNEL_BLOCKS = 300;

const IDENTITY = { serialNumber: 12345678, modbusId: 1, mbusAddress: 0 };

/** Milliseconds of the microcontroller for `instructions`. */
export function partMilliseconds(instructions: number): number {
	return (instructions * CYCLES_PER_INSTRUCTION * 1000) / PART_HZ;
}

/** Share of the microcontroller in percent for `instructions` a frame. */
export function partShare(instructionsPerFrame: number): number {
	return (100 * instructionsPerFrame * FRAME_RATE_HZ * CYCLES_PER_INSTRUCTION) / PART_HZ;
}

/**
 * Instructions for one frame of a kernel alone.
 * @param image of a probe that runs it at INPUT of pin 0
 * @param blockFrames frames that it runs it over
 */
export async function kernelInstructions(image: string, blockFrames: number): Promise<number> {
	const probe = new BoardUnderTest(image, COUNTING);
	try {
		const run = async (pin: number): Promise<number> => {
			const before = await probe.load();
			for (let i = 0; i < KERNEL_BLOCKS; i++)
				await probe.send(message(ToBoard.INPUT, Uint8Array.of(pin, 1)));
			return (await probe.load()).busy - before.busy;
		};
		await run(0);
		return (
			(((await run(0)) - (await run(1))) * INSTRUCTIONS_PER_TICK) / (KERNEL_BLOCKS * blockFrames)
		);
	} finally {
		await probe.end();
	}
}

/**
 * A response after the silence that ends its request: meter time in ms, instructions, and slots of
 * the heap.
 */
export interface AnswerCost {
	delay: number;
	instructions: number;
	slots: number;
}

/** The firmware's cost; times in instructions, or seconds of meter time. */
export interface Costs {
	/** From reset to the first message, and START itself. */
	boot: number;
	start: number;
	/** Meter time from START to the first reading of a voltage. */
	firstReading: number;
	/** A three-phase frame of the whole firmware while nobody polls. */
	frame: number;
	/** The same without power quality. */
	frameAlone: number;
	/**
	 * The longest message meanwhile: a block of frames, and any work that is due once a second or
	 * less often.
	 */
	longest: number;
	/**
	 * Slots of the heap that are allocated a second meanwhile, for the garbage collector to reclaim.
	 */
	slotsPerSecond: number;
	/**
	 * From the end of t3.5 to the response, for each of {@link LARGEST_READS} as float and then as
	 * integer.
	 */
	answers: AnswerCost[];
	/** A collection of all garbage, and the heap in use after it. */
	collection: number;
	slots: number;
	chunkBytes: number;
	peakSlots: number;
	peakChunkBytes: number;
	stackSlots: number;
	stackBytes: number;
	mallocBytes: number;
}

/** Register of the declared voltage; 0 turns power quality off. */
const NOMINAL_VOLTAGE = 0x7360;

/** Repetitions of a measurement; the smallest counts. */
const TIMES = 3;

/** Silence that ends a request at 9600 baud in ms, and 11 bits a character. */
const SILENCE = (3.5 * 11 * 1000) / 9600;

/**
 * Sends a request on RS-485 and delivers frames one by one until the response arrives. Its ticks
 * are those in excess of a frame's.
 */
async function transact(
	probe: BoardUnderTest,
	request: Uint8Array,
): Promise<{ frames: number; answer: Buffer; ticks: number }> {
	let answer: Buffer | undefined;
	probe.onMessage = ({ type, payload }) => {
		if (type === ToBench.TRANSMIT) answer = payload.subarray(5);
	};
	await probe.settle();
	await probe.send(message(ToBoard.RECEIVED, Uint8Array.of(Port.RS485), request));
	let least = Number.POSITIVE_INFINITY;
	for (let frames = 1; ; frames++) {
		const { busy } = await probe.load();
		await probe.give(1);
		const ticks = (await probe.load()).busy - busy;
		if (answer) return { frames, answer, ticks: ticks - least };
		least = Math.min(least, ticks);
		if (frames > FRAME_RATE_HZ) throw new Error("no answer on RS-485");
	}
}

/** Measures the responses to the largest reads, with a full CT history. */
async function answerCosts(probe: BoardUnderTest): Promise<AnswerCost[]> {
	const costs: AnswerCost[] = [];
	for (const frame of DEAREST_SETTINGS) {
		await transact(probe, frame);
		await probe.give(FRAME_RATE_HZ / 2);
	}
	for (const dataType of [1, 2]) {
		await transact(probe, writeFrame(0x4026, dataType));
		for (const { address, count } of LARGEST_READS) {
			let least = Number.POSITIVE_INFINITY;
			let delay = 0;
			let slots = 0;
			for (let i = 0; i < TIMES; i++) {
				// Lets a window be counted in between.
				await probe.give(FRAME_RATE_HZ / 2);
				// Prevents a garbage collection before the response.
				const before = await probe.load(true);
				const { frames, answer, ticks } = await transact(probe, readFrame(address, count));
				if (answer[2] !== 2 * count)
					throw new Error(`no registers from ${address.toString(16)} on`);
				delay = Math.max(delay, (frames * 1000) / FRAME_RATE_HZ - SILENCE);
				least = Math.min(least, ticks);
				slots = Math.max(slots, (await probe.load()).slots - before.slots);
			}
			costs.push({ delay, instructions: least * INSTRUCTIONS_PER_TICK, slots });
		}
	}
	return costs;
}

/**
 * Instructions for one frame from the front end's bytes to the energy registers.
 * @param image of the metering probe
 */
export async function meteringInstructions(image: string): Promise<number> {
	const probe = new BoardUnderTest(image, COUNTING);
	try {
		await probe.ask(startMessage(IDENTITY), ToBench.READY);
		await probe.give(COUNTED, LARGEST_BLOCK);
		const before = await probe.load();
		await probe.give(COUNTED, LARGEST_BLOCK);
		return (((await probe.load()).busy - before.busy) * INSTRUCTIONS_PER_TICK) / COUNTED;
	} finally {
		await probe.end();
	}
}

/** Ticks of `counted` frames while power quality is off. */
async function ticksWithoutQuality(probe: BoardUnderTest, counted: number): Promise<number> {
	await transact(probe, writeFrame(NOMINAL_VOLTAGE, 0));
	await probe.give(FRAME_RATE_HZ / 2);
	const before = await probe.load();
	await probe.give(counted);
	const { busy } = await probe.load();
	await transact(probe, writeFrame(NOMINAL_VOLTAGE, 230));
	return busy - before.busy;
}

/**
 * Measures the firmware's image.
 * @param counted frames that are counted, after as many that are not
 */
export async function costs(image: string, counted = COUNTED): Promise<Costs> {
	const probe = new BoardUnderTest(image, COUNTING);
	try {
		const { boot } = await probe.load();
		await probe.ask(startMessage(IDENTITY), ToBench.READY);
		const start = (await probe.load()).busy;
		let firstReading = 0;
		while (firstReading === 0) {
			await probe.give(200);
			const { answer } = await transact(probe, readFrame(0x5002, 2));
			if (answer.readFloatBE(3) > 200) firstReading = probe.frames / FRAME_RATE_HZ;
			if (probe.frames > 10 * FRAME_RATE_HZ) throw new Error("no reading within 10 s");
		}
		await probe.give(counted);
		const before = await probe.load(true);
		await probe.give(counted);
		const after = await probe.load();
		const alone = await ticksWithoutQuality(probe, counted);
		const answers = await answerCosts(probe);
		const collected = await probe.load(true);
		const instructions = (ticksTaken: number): number => ticksTaken * INSTRUCTIONS_PER_TICK;
		const frame = instructions(after.busy - before.busy) / counted;
		return {
			boot: instructions(boot),
			start: instructions(start),
			firstReading,
			frame,
			frameAlone: instructions(alone) / counted,
			longest: instructions(after.longestSince),
			slotsPerSecond: ((after.slots - before.slots) * FRAME_RATE_HZ) / counted,
			answers,
			collection: instructions(collected.forced),
			slots: collected.slots,
			chunkBytes: collected.chunkBytes,
			peakSlots: collected.peakSlots,
			peakChunkBytes: collected.peakChunkBytes,
			stackSlots: collected.stackSlots,
			stackBytes: collected.stackBytes,
			mallocBytes: collected.mallocBytes,
		};
	} finally {
		await probe.end();
	}
}
