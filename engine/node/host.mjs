// SPDX-License-Identifier: Apache-2.0
/**
 * `--engine node`: node host.mjs bundle.js. Gives the firmware's bundle the globals of
 * boards/virtual/host.ts on V8, over standard input and output like engine/desktop; the same messages, the
 * same exit codes, no byte codes and no limit on the heap.
 */
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";
import {
	BYTES_PER_FRAME,
	FRAMES,
	MAXIMUM_PAYLOAD,
	SEQUENCE_LENGTH,
	STATS,
	STATS_ANSWER,
	TRACE,
} from "./link.mjs";
import qrCode from "./qrcode.mjs";
import { MessageReader } from "./reader.mjs";
import { unpackFrames } from "./unpack.mjs";
import { MessageWriter } from "./writer.mjs";

/** Exit codes, as enum fault in engine/xs/board.h. */
const FAULT = { USAGE: 64, LINK: 65, NO_BUNDLE: 66, EXCEPTION: 70, OUTPUT: 74 };

const STANDARD_INPUT = 0;
const EMPTY = new Uint8Array(0);
const input = new ArrayBuffer(MAXIMUM_PAYLOAD);
const output = new ArrayBuffer(MAXIMUM_PAYLOAD);
const inputBytes = new Uint8Array(input);
const outputBytes = new Uint8Array(output);
const traceBytes = new Uint8Array(MAXIMUM_PAYLOAD);
const reader = new MessageReader(STANDARD_INPUT, MAXIMUM_PAYLOAD);
const writer = new MessageWriter((error) =>
	fault(FAULT.OUTPUT, `link: standard output: ${error.message}`),
);
let frames = EMPTY;
let peakHeap = 0;
/** Messages that came before the answer of an exchange. */
const waiting = [];

function fault(code, text) {
	if (code !== FAULT.OUTPUT) writer.flushAtEnd();
	process.stderr.write(`engine node: ${text.replace(/\s+/g, " ")}\n`);
	process.exit(code);
}

function describe(error) {
	return error instanceof Error ? String(error.stack) : String(error);
}

/** Checks a host function's argument as the C engine does. */
function integer(value, name, maximum) {
	const number = Math.trunc(Number(value));
	if (!(number >= 0 && number <= maximum))
		throw new RangeError(`${name} ${value} is not 0..${maximum}`);
	return number;
}

/** The part of `bytes` that the arguments of send name. */
function partOf(bytes, first, count) {
	const start = integer(first, "send: first", 0x7fffffff);
	const length = integer(count, "send: count", 0x7fffffff);
	if (start + length > bytes.length)
		throw new RangeError(`send: ${length} bytes from index ${start}, there are ${bytes.length}`);
	return bytes.subarray(start, start + length);
}

function fixed(value) {
	return { value, enumerable: true };
}

const host = Object.create(Object.prototype, {
	input: fixed(input),
	output: fixed(output),
	send: fixed((type, length, rest = EMPTY, first, count) => {
		const head = integer(length, "send: length", MAXIMUM_PAYLOAD);
		const part = first === undefined ? rest : partOf(rest, first, count);
		outputBytes.set(part, head);
		writer.send(integer(type, "send: type", 255), outputBytes.subarray(0, head + part.length));
	}),
	exchange: fixed((type, length, answerType) => {
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
	}),
	unpack: fixed((words, at, first, count) => unpackFrames(frames, words, at, first, count)),
	qrCode: fixed((text, maxVersion) => qrCode({ input: String(text), maxVersion })),
	onMessage: { value: undefined, writable: true, enumerable: true },
});
Object.defineProperty(globalThis, "host", { value: host });
Object.defineProperty(globalThis, "trace", {
	value: (...items) => {
		const { written } = new TextEncoder().encodeInto(items.map(String).join(""), traceBytes);
		writer.send(TRACE, traceBytes.subarray(0, written));
	},
});

function sendStats() {
	const { heapUsed } = process.memoryUsage();
	peakHeap = Math.max(peakHeap, heapUsed);
	writer.send(STATS_ANSWER, new Uint8Array(Float64Array.of(0, heapUsed, peakHeap, 0, 0).buffer));
}

function deliver({ type, payload }) {
	if (type === STATS) return sendStats();
	if (type === FRAMES) {
		const length = payload.length - SEQUENCE_LENGTH;
		if (length < 0 || length % BYTES_PER_FRAME !== 0)
			fault(
				FAULT.LINK,
				`link: FRAMES of ${payload.length} bytes, not ${SEQUENCE_LENGTH} and a multiple of ${BYTES_PER_FRAME}`,
			);
		frames = payload.subarray(SEQUENCE_LENGTH);
		inputBytes.set(payload.subarray(0, SEQUENCE_LENGTH));
	} else inputBytes.set(payload);
	host.onMessage(type, payload.length);
}

/** The next message of the bench; undefined: the input has ended. */
function read() {
	try {
		return reader.read();
	} catch (error) {
		fault(FAULT.LINK, error.message);
	}
}

/** Sends the answers to the last message and handles the next; the event loop runs the promise jobs of each. */
function next() {
	frames = EMPTY;
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

const [path, ...rest] = process.argv.slice(2);
if (path === undefined || rest.length > 0) fault(FAULT.USAGE, "usage: node host.mjs bundle.js");
let bundle;
try {
	bundle = readFileSync(path, "utf8");
} catch (error) {
	fault(FAULT.NO_BUNDLE, error.message);
}
runInThisContext(bundle, { filename: path });
setImmediate(next);
