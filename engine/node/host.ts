// SPDX-License-Identifier: Apache-2.0
/**
 * The engine of `--engine node`, bundled as build/engine/ambit-node.mjs: `node ambit-node.mjs
 * bundle.js`. Gives the firmware's bundle the globals of boards/virtual/host.ts on V8, over
 * standard input and output like engine/desktop; same messages, same exit codes, but no byte codes
 * and no limit on the heap.
 */
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";
import { MAXIMUM_PAYLOAD } from "../../boards/virtual/link.ts";
import { FirmwareHost } from "./firmware-host.ts";
import type { Message } from "./message.ts";
import { MessageReader } from "./reader.ts";
import { SamplePath } from "./sample-path.ts";
import { MessageWriter } from "./writer.ts";

/** Exit codes, as enum fault in engine/xs/board.h. */
const FAULT = { USAGE: 64, LINK: 65, NO_BUNDLE: 66, EXCEPTION: 70, OUTPUT: 74 } as const;

const STANDARD_INPUT = 0;
const reader = new MessageReader(STANDARD_INPUT, MAXIMUM_PAYLOAD);
const writer = new MessageWriter((reason) =>
	fault(FAULT.OUTPUT, `link: standard output: ${reason}`),
);
/** Next to this bundle. */
const samplePath = new SamplePath(readFileSync(new URL("kernel.wasm", import.meta.url)));

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

/** The next message of the bench; undefined when the input has ended. */
function read(): Message | undefined {
	try {
		return reader.read();
	} catch (error) {
		fault(FAULT.LINK, messageOf(error));
	}
}

const firmware = new FirmwareHost(
	{
		send: (type, payload) => writer.send(type, payload),
		flush: () => writer.flush(),
		read: (answerType) =>
			read() ??
			fault(FAULT.LINK, `link: the input ended before answer 0x${answerType.toString(16)}`),
		broken: (reason) => fault(FAULT.LINK, reason),
		heapBytes: () => process.memoryUsage().heapUsed,
	},
	samplePath,
);
Object.defineProperty(globalThis, "host", { value: firmware.host });
Object.defineProperty(globalThis, "trace", { value: firmware.trace });

/**
 * Sends the answers to the last message and handles the next one; the event loop runs the promise
 * jobs of each.
 */
function next(): void {
	firmware.release();
	const message = firmware.takeWaiting() ?? read();
	if (message === undefined) return;
	firmware.deliver(message);
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
