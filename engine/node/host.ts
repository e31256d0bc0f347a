// SPDX-License-Identifier: Apache-2.0
/**
 * The engine of `--engine node`, bundled as build/engine/ambit-node.mjs: `node ambit-node.mjs
 * bundle.js`. Gives the firmware's bundle the globals of boards/virtual/host.ts on V8, over
 * standard input and output like engine/desktop; same messages, same exit codes, but no byte codes
 * and no limit on the heap.
 */
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";
import type { Host } from "../../boards/virtual/host.ts";
import {
	BYTES_PER_FRAME,
	MAXIMUM_PAYLOAD,
	SEQUENCE_LENGTH,
	ToBench,
	ToBoard,
} from "../../boards/virtual/link.ts";
import qrCode from "./qrcode.ts";
import { type Message, MessageReader } from "./reader.ts";
import { SamplePath } from "./sample-path.ts";
import { unpackFrames } from "./unpack.ts";
import { MessageWriter } from "./writer.ts";

/** Exit codes, as enum fault in engine/xs/board.h. */
const FAULT = { USAGE: 64, LINK: 65, NO_BUNDLE: 66, EXCEPTION: 70, OUTPUT: 74 } as const;

const STANDARD_INPUT = 0;
const LARGEST_INDEX = 0x7fffffff;
const EMPTY = new Uint8Array(0);
const input = new ArrayBuffer(MAXIMUM_PAYLOAD);
const output = new ArrayBuffer(MAXIMUM_PAYLOAD);
const inputBytes = new Uint8Array(input);
const outputBytes = new Uint8Array(output);
const traceBytes = new Uint8Array(MAXIMUM_PAYLOAD);
const reader = new MessageReader(STANDARD_INPUT, MAXIMUM_PAYLOAD);
const writer = new MessageWriter((reason) =>
	fault(FAULT.OUTPUT, `link: standard output: ${reason}`),
);
/** Next to this bundle. */
const samplePath = new SamplePath(new URL("kernel.wasm", import.meta.url));
let frames: Uint8Array = EMPTY;
let peakHeap = 0;
/** Messages that came before the answer of an exchange. */
const waiting: Message[] = [];

function setFrames(bytes: Uint8Array): void {
	frames = bytes;
	samplePath.setFrames(bytes);
}

function fault(code: (typeof FAULT)[keyof typeof FAULT], text: string): never {
	if (code !== FAULT.OUTPUT) writer.flushAtEnd();
	process.stderr.write(`engine node: ${text.replace(/\s+/g, " ")}\n`);
	process.exit(code);
}

function describe(error: unknown): string {
	return error instanceof Error ? String(error.stack) : String(error);
}

const messageOf = (error: unknown): string =>
	error instanceof Error ? error.message : String(error);

/** Checks a host function's argument as the C engine does. */
function integer(value: unknown, name: string, maximum: number): number {
	const number = Math.trunc(Number(value));
	if (!(number >= 0 && number <= maximum))
		throw new RangeError(`${name} ${value} is not 0..${maximum}`);
	return number;
}

/** The part of `bytes` that the arguments of send name. */
function partOf(bytes: Uint8Array, first: unknown, count: unknown): Uint8Array {
	const start = integer(first, "send: first", LARGEST_INDEX);
	const length = integer(count, "send: count", LARGEST_INDEX);
	if (start + length > bytes.length)
		throw new RangeError(`send: ${length} bytes from index ${start}, there are ${bytes.length}`);
	return bytes.subarray(start, start + length);
}

function send(
	type: number,
	length: number,
	rest: Uint8Array = EMPTY,
	first?: number,
	count?: number,
): void {
	const head = integer(length, "send: length", MAXIMUM_PAYLOAD);
	const part = first === undefined ? rest : partOf(rest, first, count);
	outputBytes.set(part, head);
	writer.send(integer(type, "send: type", 255), outputBytes.subarray(0, head + part.length));
}

function exchange(type: number, length: number, answerType: number): number {
	const bytes = outputBytes.subarray(0, integer(length, "exchange: length", MAXIMUM_PAYLOAD));
	integer(answerType, "exchange: answer type", 255);
	writer.send(integer(type, "exchange: type", 255), bytes);
	writer.flush();
	for (;;) {
		const message = read();
		if (message === undefined)
			fault(FAULT.LINK, `link: the input ended before answer 0x${answerType.toString(16)}`);
		if (message.type === answerType) {
			outputBytes.set(message.payload);
			return message.payload.length;
		}
		waiting.push(message);
	}
}

const fixed = (value: unknown): PropertyDescriptor => ({ value, enumerable: true });

const host: Host = Object.create(Object.prototype, {
	input: fixed(input),
	output: fixed(output),
	send: fixed(send),
	exchange: fixed(exchange),
	meter: fixed((results: number[]) => samplePath.meter(results)),
	restartMeter: fixed(() => samplePath.restart()),
	setReference: fixed((phase: number) => samplePath.setReference(phase)),
	unpack: fixed((samples: number[], at: number, first: number, count: number) =>
		unpackFrames(frames, samples, at, first, count),
	),
	qrCode: fixed((text: string, maxVersion: number) => qrCode({ input: String(text), maxVersion })),
	onMessage: { value: undefined, writable: true, enumerable: true },
});
Object.defineProperty(globalThis, "host", { value: host });
Object.defineProperty(globalThis, "trace", {
	value: (...items: unknown[]) => {
		const { written } = new TextEncoder().encodeInto(items.map(String).join(""), traceBytes);
		writer.send(ToBench.TRACE, traceBytes.subarray(0, written));
	},
});

function sendStats(): void {
	const { heapUsed } = process.memoryUsage();
	peakHeap = Math.max(peakHeap, heapUsed);
	const figures = Float64Array.of(0, heapUsed, peakHeap, 0, 0);
	writer.send(ToBench.STATS, new Uint8Array(figures.buffer));
}

/** Keeps the frames of FRAMES for the kernel; the firmware gets the sequence number. */
function keepFrames(payload: Uint8Array): void {
	const length = payload.length - SEQUENCE_LENGTH;
	if (length < 0 || length % BYTES_PER_FRAME !== 0)
		fault(
			FAULT.LINK,
			`link: FRAMES of ${payload.length} bytes, ` +
				`not ${SEQUENCE_LENGTH} and a multiple of ${BYTES_PER_FRAME}`,
		);
	setFrames(payload.subarray(SEQUENCE_LENGTH));
	inputBytes.set(payload.subarray(0, SEQUENCE_LENGTH));
}

function deliver({ type, payload }: Message): void {
	if (type === ToBoard.STATS) {
		sendStats();
		return;
	}
	if (type === ToBoard.FRAMES) keepFrames(payload);
	else inputBytes.set(payload);
	if (!host.onMessage) throw new TypeError("host.onMessage is not a function");
	host.onMessage(type, payload.length);
}

/** The next message of the bench; undefined when the input has ended. */
function read(): Message | undefined {
	try {
		return reader.read();
	} catch (error) {
		fault(FAULT.LINK, messageOf(error));
	}
}

/**
 * Sends the answers to the last message and handles the next one; the event loop runs the promise
 * jobs of each.
 */
function next(): void {
	setFrames(EMPTY);
	writer.flush();
	const message = waiting.shift() ?? read();
	if (message === undefined) return;
	deliver(message);
	setImmediate(next);
}

process.on("uncaughtException", (error) =>
	fault(FAULT.EXCEPTION, `uncaught exception: ${describe(error)}`),
);
process.on("unhandledRejection", (error) =>
	fault(FAULT.EXCEPTION, `unhandled rejection: ${describe(error)}`),
);

function bundleAt(path: string): string {
	try {
		return readFileSync(path, "utf8");
	} catch (error) {
		fault(FAULT.NO_BUNDLE, messageOf(error));
	}
}

const [path, ...rest] = process.argv.slice(2);
if (path === undefined || rest.length > 0)
	fault(FAULT.USAGE, "usage: node ambit-node.mjs bundle.js");
runInThisContext(bundleAt(path), { filename: path });
setImmediate(next);
