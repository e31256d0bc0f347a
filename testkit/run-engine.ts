/** Runs a desktop engine on a small script with prepared input, as the bench would. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HEADER_LENGTH } from "../boards/virtual/link.ts";
import { buildEngine, buildWasmEngine } from "../engine/image/desktop.ts";
import { bundleNodeEngine, bundleWasmEngine } from "../scripts/bundle.ts";

const RUN_TIME_LIMIT_MS = 240_000;

/** Exit codes: docs/engine.md. */
export const Exit = {
	CLEAN: 0,
	USAGE: 64,
	LINK: 65,
	NO_BUNDLE: 66,
	EXCEPTION: 70,
	HEAP: 80,
	STACK: 81,
	BYTE_CODES: 82,
} as const;

export type EngineName = "xs" | "node";

export interface Message {
	type: number;
	payload: Buffer;
}

/** Type of the messages of the tests' own scripts, both ways; the engines do not know it. */
export const ASK = 0x70;

/** Texts of the messages of type {@link ASK}. */
export function textsOf(messages: readonly Message[]): string[] {
	return messages.filter(({ type }) => type === ASK).map(({ payload }) => payload.toString());
}

export interface Run {
	status: number | null;
	messages: Message[];
	stderr: string;
}

const [xs, node] = await Promise.all([buildEngine(), bundleNodeEngine()]);

/** Program and first arguments of an engine. */
export function engineCommand(name: EngineName): [string, ...string[]] {
	return name === "xs" ? [xs] : [process.execPath, node];
}

/** The same of every engine of the desktop; builds XS as WebAssembly, which few tests need. */
export async function allEngines(): Promise<Record<EngineName | "wasm", [string, ...string[]]>> {
	const [path] = await Promise.all([bundleWasmEngine(), buildWasmEngine()]);
	const wasm: [string, ...string[]] = [process.execPath, "--no-warnings", path];
	return { xs: engineCommand("xs"), node: engineCommand("node"), wasm };
}

/** A message of the link. */
export function encode(type: number, payload: Uint8Array | readonly number[] = []): Buffer {
	const header = Buffer.from([type, payload.length & 0xff, payload.length >> 8]);
	return Buffer.concat([header, Uint8Array.from(payload)]);
}

/**
 * Decodes the engine's output.
 * @throws Error if it ends inside a message
 */
export function decode(bytes: Buffer): Message[] {
	const messages: Message[] = [];
	let at = 0;
	while (at < bytes.length) {
		const end = at + HEADER_LENGTH + bytes.readUInt16LE(at + 1);
		if (end > bytes.length) throw new Error(`output ends inside a message at byte ${at}`);
		messages.push({ type: bytes.readUInt8(at), payload: bytes.subarray(at + HEADER_LENGTH, end) });
		at = end;
	}
	return messages;
}

/** Writes a script to a file of its own; call `remove` after the engine has ended. */
export function temporaryScript(script: string): { path: string; remove: () => void } {
	const directory = mkdtempSync(join(tmpdir(), "ambit-engine-"));
	const path = join(directory, "bundle.js");
	writeFileSync(path, script);
	return { path, remove: () => rmSync(directory, { recursive: true }) };
}

/** Runs the engine until it has read `input` and ended. */
export function runEngine(
	name: EngineName,
	script: string,
	input: Buffer = Buffer.alloc(0),
	options: readonly string[] = [],
): Run {
	return runProgram(engineCommand(name), script, input, options);
}

/** Runs an engine that is none of these in the same way. */
export function runProgram(
	[program, ...first]: readonly [string, ...string[]],
	script: string,
	input: Buffer = Buffer.alloc(0),
	options: readonly string[] = [],
): Run {
	const { path, remove } = temporaryScript(script);
	try {
		const { status, stdout, stderr } = spawnSync(program, [...first, ...options, path], {
			input,
			timeout: RUN_TIME_LIMIT_MS,
			maxBuffer: 1 << 26,
		});
		return { status, messages: decode(stdout), stderr: stderr.toString() };
	} finally {
		remove();
	}
}
