/** What the firmware costs on the Cortex-M7, in instructions: the emulator counts one nanosecond for each. */

import { crc16 } from "../../bench/bus/crc16.ts";
import { TICKS_PER_SECOND } from "../../bench/emulator/load.ts";
import { message, startMessage } from "../../bench/meter/link.ts";
import { Port, ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { BoardUnderTest } from "./board-under-test.ts";

/** QEMU counts instructions as nanoseconds. */
export const COUNTING = ["-icount", "shift=0"];

const INSTRUCTIONS_PER_TICK = 1e9 / TICKS_PER_SECOND;

/** Clock of the part that the share is of, and cycles an instruction takes on it on average. */
const PART_HZ = 240e6;
const CYCLES_PER_INSTRUCTION = 1.3;

const FRAME_RATE = 4000;

/** Frames that are counted, behind as many that are not. */
const COUNTED = 80_000;

/** Runs over 80 frames of a kernel alone. */
const KERNEL_CYCLES = 500;

const IDENTITY = { serialNumber: 12345678, modbusId: 1, mbusAddress: 0 };

/** Milliseconds of the part for so many instructions. */
export function partMilliseconds(instructions: number): number {
	return (instructions * CYCLES_PER_INSTRUCTION * 1000) / PART_HZ;
}

/** Share of the part in percent for so many instructions a frame. */
export function partShare(instructionsPerFrame: number): number {
	return (100 * instructionsPerFrame * FRAME_RATE * CYCLES_PER_INSTRUCTION) / PART_HZ;
}

/** Instructions for one frame of a kernel alone. @param image of a probe that runs it at INPUT of pin 0 */
export async function kernelInstructions(image: string): Promise<number> {
	const probe = new BoardUnderTest(image, COUNTING);
	try {
		const run = async (pin: number): Promise<number> => {
			const before = await probe.load();
			for (let i = 0; i < KERNEL_CYCLES; i++) await probe.send(message(ToBoard.INPUT, Uint8Array.of(pin, 1)));
			return (await probe.load()).busy - before.busy;
		};
		await run(0);
		return (((await run(0)) - (await run(1))) * INSTRUCTIONS_PER_TICK) / (KERNEL_CYCLES * 80);
	} finally {
		await probe.end();
	}
}

/** An answer behind the silence that ends its request: meter time in ms, instructions, and slots of the heap. */
export interface AnswerCost {
	delay: number;
	instructions: number;
	slots: number;
}

/** What the firmware costs; times in instructions, or seconds of meter time. */
export interface Costs {
	/** From reset to the first message, and START itself. */
	boot: number;
	start: number;
	/** Meter time from START to the first reading of a voltage. */
	firstReading: number;
	/** A three-phase frame, all that runs while nobody polls. */
	frame: number;
	/** The longest message meanwhile: a block of frames, and what there was to do once a second or less often. */
	longest: number;
	/** Slots of the heap that are taken a second meanwhile, for the garbage collector to find. */
	slotsPerSecond: number;
	/** From the end of t3.5 to the answer to a read of 54 registers of readings, and of 124 of energies. */
	readings: AnswerCost;
	energies: AnswerCost;
	/** A collection of all garbage, and what is in use behind it. */
	collection: number;
	slots: number;
	chunkBytes: number;
	peakSlots: number;
	peakChunkBytes: number;
	stackSlots: number;
	stackBytes: number;
	mallocBytes: number;
}

/** Silence that ends a request at 9600 baud in ms, and 11 bits a character. */
const SILENCE = (3.5 * 11 * 1000) / 9600;

function read(address: number, count: number): Buffer {
	const request = Buffer.from([1, 3, address >> 8, address & 0xff, 0, count, 0, 0]);
	request.writeUInt16LE(crc16(request.subarray(0, 6)), 6);
	return request;
}

/** Asks on RS-485 and gives frames one by one until the answer comes. */
async function transact(
	probe: BoardUnderTest,
	request: Buffer,
): Promise<{ frames: number; answer: Buffer; ticks: number }> {
	let answer: Buffer | undefined;
	probe.onMessage = ({ type, payload }) => {
		if (type === ToBench.TRANSMIT) answer = payload.subarray(5);
	};
	await probe.settle();
	await probe.send(message(ToBoard.RECEIVED, Uint8Array.of(Port.RS485), request));
	for (let frames = 1; ; frames++) {
		const { busy } = await probe.load();
		await probe.give(1);
		const ticks = (await probe.load()).busy - busy;
		if (answer) return { frames, answer, ticks };
		if (frames > FRAME_RATE) throw new Error("no answer on RS-485");
	}
}

/** Instructions for one frame from the front end's bytes to the energy registers. @param image of the metering probe */
export async function meteringInstructions(image: string): Promise<number> {
	const probe = new BoardUnderTest(image, COUNTING);
	try {
		await probe.ask(startMessage(IDENTITY), ToBench.READY);
		await probe.give(COUNTED);
		const before = await probe.load();
		await probe.give(COUNTED);
		return (((await probe.load()).busy - before.busy) * INSTRUCTIONS_PER_TICK) / COUNTED;
	} finally {
		await probe.end();
	}
}

/** Measures the firmware's image. @param counted frames, behind as many that are not */
export async function costs(image: string, counted = COUNTED): Promise<Costs> {
	const probe = new BoardUnderTest(image, COUNTING);
	try {
		const { boot } = await probe.load();
		await probe.ask(startMessage(IDENTITY), ToBench.READY);
		const start = (await probe.load()).busy;
		let firstReading = 0;
		while (firstReading === 0) {
			await probe.give(200);
			const { answer } = await transact(probe, read(0x5002, 2));
			if (answer.readFloatBE(3) > 200) firstReading = probe.frames / FRAME_RATE;
			if (probe.frames > 10 * FRAME_RATE) throw new Error("no reading within 10 s");
		}
		await probe.give(counted);
		const before = await probe.load(true);
		await probe.give(counted);
		const after = await probe.load();
		const answer = async (request: Buffer): Promise<AnswerCost> => {
			// So that none comes before the answer.
			const before = await probe.load(true);
			const { frames, ticks } = await transact(probe, request);
			return {
				delay: (frames * 1000) / FRAME_RATE - SILENCE,
				instructions: ticks * INSTRUCTIONS_PER_TICK,
				slots: (await probe.load()).slots - before.slots,
			};
		};
		const readings = await answer(read(0x5002, 54));
		const energies = await answer(read(0x6000, 124));
		const collected = await probe.load(true);
		const instructions = (ticksTaken: number): number => ticksTaken * INSTRUCTIONS_PER_TICK;
		const frame = instructions(after.busy - before.busy) / counted;
		return {
			boot: instructions(boot),
			start: instructions(start),
			firstReading,
			frame,
			longest: instructions(after.longestSince),
			slotsPerSecond: ((after.slots - before.slots) * FRAME_RATE) / counted,
			readings,
			energies,
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
