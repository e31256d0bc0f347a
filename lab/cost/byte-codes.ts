/**
 * Byte codes of the firmware on XS: equal on every build of the engine, so that a test can hold a
 * budget.
 */
import { spawnSync } from "node:child_process";
import { rtuFrame } from "../../bench/bus/rtu.ts";
import { FrontEnd } from "../../bench/front-end/front-end.ts";
import { Mains } from "../../bench/mains/model.ts";
import { framesMessage, message, startMessage } from "../../bench/meter/link.ts";
import { MessageReader } from "../../bench/meter/link-engine.ts";
import { BYTES_PER_FRAME, Port, ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { ByteWriter } from "../../client/bytes.ts";
import { writeRequest } from "../../client/pdu.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { REQUEST } from "./mbus-telegrams.ts";

/** Frames of a block at full speed. */
const BLOCK = 200;

/** Blocks that are counted, after as many that are not: 10 s of meter time each. */
const BLOCKS = 200;

const SERIAL_NUMBER = 12345678;

/** The message that starts the meter. */
export const START = startMessage({ serialNumber: SERIAL_NUMBER, modbusId: 1, mbusAddress: 0 });

/** Front-end data of a loaded meter: 230 V and 1 A on three phases. */
export class LoadedFrontEnd {
	readonly #mains = new Mains();
	readonly #frontEnd = new FrontEnd({ seed: SERIAL_NUMBER, ideal: true });
	#blocks = 0;

	/** The message with the next block. */
	block(): Buffer {
		const samples = new Float64Array(6 * BLOCK);
		const bytes = new Uint8Array(BYTES_PER_FRAME * BLOCK);
		this.#mains.fill(samples, BLOCK);
		this.#frontEnd.convert(samples, BLOCK, bytes);
		return framesMessage(this.#blocks++, bytes);
	}
}

/** The message that lets meter time pass without frames. */
export function pass(frames: number): Buffer {
	return message(ToBoard.TIME, new ByteWriter(4, "little-endian").uint32(frames).written);
}

/** Longest run of the engine in ms. */
const TIME_LIMIT = 60_000;

/** Runs the engine over prepared input and calls back with each message that it sends. */
export function runPrepared(
	engine: string,
	bundle: string,
	input: Buffer,
	onMessage: (type: number, payload: Buffer) => void,
): void {
	const options = { input, timeout: TIME_LIMIT, maxBuffer: 1 << 26 };
	const { status, stdout, stderr } = spawnSync(engine, [bundle], options);
	if (status !== 0) throw new Error(`the engine ended with ${status}: ${stderr}`);
	new MessageReader(onMessage).push(stdout);
}

/** Runs the engine over prepared input. Returns the byte codes at each STATS message in it. */
export function count(engine: string, bundle: string, input: Buffer): number[] {
	const counts: number[] = [];
	runPrepared(engine, bundle, input, (type, payload) => {
		if (type === ToBench.STATS) counts.push(payload.readDoubleLE());
	});
	return counts;
}

/** Byte codes between the two STATS messages of a run. */
export function difference([from = 0, to = 0]: number[]): number {
	return to - from;
}

/**
 * Byte codes of the kernel alone, as byte code, for one three-phase frame, including its share of a
 * window's end and of the odd frame.
 * @param engine path of the engine
 * @param probe path of the bundle of kernel-probe.ts
 */
export function kernelByteCodes(engine: string, probe: string): number {
	const run = (pin: number): number => {
		const blocks = Array.from({ length: BLOCKS }, () =>
			message(ToBoard.INPUT, Uint8Array.of(pin, 1)),
		);
		const stats = message(ToBoard.STATS);
		return difference(count(engine, probe, Buffer.concat([...blocks, stats, ...blocks, stats])));
	};
	return (run(0) - run(1)) / (BLOCKS * BLOCK);
}

/**
 * Byte codes of a loaded meter for one three-phase frame while nobody polls.
 * @param engine path of the engine
 * @param firmware path of the firmware's bundle
 */
export function idleByteCodes(engine: string, firmware: string): number {
	return loadedByteCodes(engine, firmware, BLOCKS, []) / (BLOCKS * BLOCK);
}

/**
 * Seconds in which the display shows every page of its cycle, at the LCD cycle time of a new meter.
 */
const ALL_PAGES = 80;

/** Frame that sets the LCD cycle time (4010) to 1 s. */
const FASTEST_CYCLE = rtuFrame(1, writeRequest(0x4010, [1]));

/**
 * Byte codes a second of the display while it cycles.
 * @param engine path of the engine
 * @param firmware path of the firmware's bundle
 * @param withoutDisplay path of the bundle with a display that does nothing
 * @param fastest true: the LCD cycle time is 1 s; false: 10 s, as on a new meter
 */
export function displayByteCodes(
	engine: string,
	firmware: string,
	withoutDisplay: string,
	fastest: boolean,
): number {
	const write = [
		message(ToBoard.RECEIVED, Uint8Array.of(Port.RS485), FASTEST_CYCLE),
		pass(FRAME_RATE_HZ),
	];
	const blocks = (ALL_PAGES * FRAME_RATE_HZ) / BLOCK;
	const of = (bundle: string): number =>
		loadedByteCodes(engine, bundle, blocks, fastest ? write : []);
	return (of(firmware) - of(withoutDisplay)) / ALL_PAGES;
}

/**
 * Byte codes of a loaded meter in `blocks` blocks, after as many that are not counted.
 * @param setUp messages sent at the start
 */
function loadedByteCodes(
	engine: string,
	firmware: string,
	blocks: number,
	setUp: readonly Buffer[],
): number {
	const load = new LoadedFrontEnd();
	const messages = [START, ...setUp];
	for (let block = 0; block < 2 * blocks; block++) {
		if (block === blocks) messages.push(message(ToBoard.STATS));
		messages.push(load.block());
	}
	messages.push(message(ToBoard.STATS));
	return difference(count(engine, firmware, Buffer.concat(messages)));
}

/**
 * Telegrams that are counted, and frames of meter time for each: 300 ms for its answer and 1150 ms
 * to send it.
 */
const TELEGRAMS = 100;
const TELEGRAM_FRAMES = 1.5 * FRAME_RATE_HZ;

/**
 * Byte codes of one M-Bus telegram: its request, its 32 records, its checksum, and the timers of
 * both.
 * @param engine path of the engine
 * @param firmware path of the firmware's bundle
 */
export function telegramByteCodes(engine: string, firmware: string): number {
	const sent = pass(TELEGRAM_FRAMES);
	const request = message(ToBoard.RECEIVED, Uint8Array.of(Port.MBUS), REQUEST);
	const stats = message(ToBoard.STATS);
	const run = (...turn: Buffer[]): number => {
		const turns = Array.from({ length: TELEGRAMS }, () => Buffer.concat(turn));
		return difference(count(engine, firmware, Buffer.concat([START, stats, ...turns, stats])));
	};
	return (run(request, sent) - run(sent)) / TELEGRAMS;
}
