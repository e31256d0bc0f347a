/** Hostile bytes on the link: streams that no bench sends, and how the engine must end. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { message, startMessage } from "../../bench/meter/link.ts";
import { BYTES_PER_FRAME, MAXIMUM_PAYLOAD, ToBoard } from "../../boards/virtual/link.ts";
import type { Random } from "../fuzz/random.ts";

const IDENTITY = { serialNumber: 12345678, modbusId: 1, mbusAddress: 1 };

/** Messages of a stream at most. */
const MESSAGES = 60;

/** Longest run of the engine, which ends when its input does. */
const TIME_LIMIT_MS = 120_000;

/**
 * Byte codes allowed for the bundle, which takes a sixth of them, and for each message. One that
 * asks for an endless loop (TIME or WINDOWS of months) ends the engine in a second with 82, not in
 * half a minute.
 */
const BYTE_CODES = 20_000_000;

/**
 * Exit codes of an engine that has noticed (engine/xs/board.h): none, malformed link, exception,
 * heap full, stack, byte codes.
 */
const NOTICED = [0, 65, 70, 80, 81, 82];

/** Types that end the engine: unknown to the virtual board, or nothing that it waits for. */
const FATAL: readonly number[] = [
	ToBoard.START,
	ToBoard.WIRED,
	ToBoard.FLASH_DATA,
	ToBoard.FLASH_STATUS,
	ToBoard.LOAD,
];

/** The others, after which a stream continues. */
const TYPES: readonly number[] = Object.values(ToBoard).filter((type) => !FATAL.includes(type));

/** Types that let meter time pass, and their bytes that say how much. */
const LASTING: readonly number[] = [ToBoard.TIME, ToBoard.WINDOWS];
const LASTING_BYTES = 8;

/** One message in this many is of any type, and one has a wrong length. */
const RARE = 32;

/** Draws a stream: messages of known or unknown types, whole or damaged, after a start or not. */
export function hostileStream(random: Random): Buffer {
	const parts: Buffer[] = [];
	// A board with a flash chip waits for answers that hardly ever come.
	if (random() % 8 > 0) parts.push(startMessage(IDENTITY, random() % 8 === 0));
	for (let left = random() % MESSAGES; left > 0; left--) parts.push(hostileMessage(random));
	const stream = Buffer.concat(parts);
	if (random() % 3 === 0)
		for (let flips = 1 + (random() % 8); flips > 0 && stream.length > 0; flips--) {
			const bit = random() % (8 * stream.length);
			stream[bit >> 3] = (stream[bit >> 3] ?? 0) ^ (1 << (bit & 7));
		}
	return random() % 4 === 0 ? stream.subarray(0, random() % (stream.length + 1)) : stream;
}

/** Length of a message's payload. */
function hostileLength(random: Random, type: number): number {
	if (type === ToBoard.FRAMES && random() % 4 > 0) return 2 + BYTES_PER_FRAME * (random() % 228);
	if (LASTING.includes(type) && random() % RARE > 0) return LASTING_BYTES + (random() % 400);
	return [0, 1, 2, 5, 7, random() % 64, random() % MAXIMUM_PAYLOAD][random() % 7] ?? 0;
}

function hostileMessage(random: Random): Buffer {
	const type = random() % RARE === 0 ? random() & 0xff : (TYPES[random() % TYPES.length] ?? 0);
	const payload = Uint8Array.from({ length: hostileLength(random, type) }, () => random() & 0xff);
	// Seconds or so, mostly: the rest of the stream is to be read too.
	if (LASTING.includes(type) && random() % RARE > 0)
		for (const at of [1, 2, 3, 6, 7]) if (at < payload.length) payload[at] = 0;
	const whole = message(type, payload);
	// A length that is not that of the payload, or that no message may have.
	if (random() % RARE === 0) whole.writeUInt16LE(random() & 0xffff, 1);
	return whole;
}

/**
 * Gives an engine a stream.
 * @returns the fault; undefined: the engine has noticed, or taken no harm
 */
export async function offer(
	engine: string,
	firmware: string,
	stream: Buffer,
): Promise<string | undefined> {
	const child = spawn(engine, ["--limit", `${BYTE_CODES}`, firmware], {
		stdio: "pipe",
		timeout: TIME_LIMIT_MS,
	});
	let said = "";
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		said += text;
	});
	child.stdout.resume();
	// The engine may end before it has read everything.
	child.stdin.on("error", () => {});
	child.stdin.end(stream);
	const [code, signal] = await once(child, "close");
	if (signal !== null) return `the engine was ended by ${signal}`;
	const lines = said.trim().split("\n");
	if (!NOTICED.includes(code) || lines.length > 1)
		return `the engine ended with ${code}: ${lines.slice(0, 12).join("\n")}`;
	return undefined;
}
