/** The pseudo-terminal of a line, made by socat because Node cannot make one. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { reasonOf } from "../fault.ts";
import { killAtExit } from "../meter/launch.ts";
import type { SerialLine } from "./line.ts";
import { keepOpen } from "./terminal-speed.ts";
import type { LineClient } from "./turn.ts";

/** Longest wait for socat to make the terminal. */
const START_LIMIT_MS = 2000;

/** Pause before a lost terminal is made again. */
const PAUSE_MS = 100;

/** An open terminal. */
export interface Pty {
	/** Removes it. */
	close(): Promise<void>;
}

/**
 * Waiting bytes at which the bench stops reading the terminal, and bytes that nobody has read from
 * it at which further answers are lost, as in a serial port.
 */
const HIGH_WATER_BYTES = 4096;

interface Terminal {
	/** Settles when socat has ended. */
	readonly gone: Promise<void>;
	end(): void;
}

/**
 * Makes a raw pseudo-terminal at `path` and puts it on the line as a client. If socat ends, makes
 * it again at the same path.
 * @param onLost told why it cannot be made again
 * @throws Error when socat is not installed or fails
 */
export async function openPty(
	line: SerialLine,
	path: string,
	onLost: (reason: string) => void,
): Promise<Pty> {
	let closed = false;
	let terminal = await makeTerminal(line, path);
	const keep = async (): Promise<void> => {
		for (;;) {
			await terminal.gone;
			await sleep(closed ? 0 : PAUSE_MS);
			if (closed) return;
			terminal = await makeTerminal(line, path);
			if (closed) terminal.end();
		}
	};
	const kept = keep().catch((error: unknown) => onLost(reasonOf(error)));
	return {
		async close() {
			closed = true;
			terminal.end();
			await kept;
			rmSync(path, { force: true });
		},
	};
}

async function makeTerminal(line: SerialLine, path: string): Promise<Terminal> {
	// A killed socat does not remove its link.
	rmSync(path, { force: true });
	const child = spawn("socat", [`PTY,raw,echo=0,link=${path}`, "STDIO"], {
		stdio: ["pipe", "pipe", "ignore"],
		detached: true,
	});
	killAtExit(child);
	let failure: string | undefined;
	const gone = new Promise<void>((resolve) => {
		child.on("error", (error) => {
			failure =
				"code" in error && error.code === "ENOENT" ? "socat is not installed" : reasonOf(error);
			resolve();
		});
		child.on("exit", (code) => {
			failure ??= `socat ended with exit code ${code}`;
			resolve();
		});
	});
	for (const limit = performance.now() + START_LIMIT_MS; !existsSync(path); await sleep(5)) {
		if (performance.now() > limit) failure ??= "socat made no terminal";
		if (failure !== undefined) {
			child.kill("SIGKILL");
			throw new Error(failure);
		}
	}
	const letGo = await keepOpen(path);
	connect(line, child);
	return {
		gone: gone.then(letGo),
		end: () => void child.kill("SIGKILL"),
	};
}

function connect(line: SerialLine, { stdin, stdout }: ChildProcess): void {
	if (!stdin || !stdout) return;
	const client: LineClient = {
		answer: (bytes) => {
			if (stdin.writableLength <= HIGH_WATER_BYTES) stdin.write(bytes);
		},
		over: () => stdout.resume(),
	};
	stdin.on("error", () => {});
	stdout.on("data", (chunk: Buffer) => {
		line.send(client, chunk);
		if (line.waitingBytes(client) > HIGH_WATER_BYTES) stdout.pause();
	});
	stdout.on("close", () => line.leave(client));
}
