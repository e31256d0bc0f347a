/** The pseudo-terminal of a line, made by socat (Node has none of its own). */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, constants, existsSync, openSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { reasonOf } from "../fault.ts";
import type { SerialLine } from "./line.ts";
import type { LineClient } from "./turn.ts";

/** Longest wait for socat to make the terminal, ms. */
const START_LIMIT = 2000;

/** Pause in ms before a terminal that was lost is made again. */
const PAUSE = 100;

/** A terminal that stands ready. */
export interface Pty {
	/** Removes it, with its directory. */
	close(): Promise<void>;
}

interface Terminal {
	/** Settles when socat has ended. */
	readonly gone: Promise<void>;
	end(): void;
}

/**
 * Makes a raw pseudo-terminal at `path` and puts it on the line as a master; makes it again, at the same path,
 * should socat end.
 * @param onLost told when it cannot be made again, and why
 * @throws Error that says what is wrong: socat is not installed, or failed
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
			await sleep(closed ? 0 : PAUSE);
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
			rmSync(dirname(path), { recursive: true, force: true });
		},
	};
}

async function makeTerminal(line: SerialLine, path: string): Promise<Terminal> {
	// A socat that was killed leaves its link behind.
	rmSync(path, { force: true });
	const child = spawn("socat", [`PTY,raw,echo=0,link=${path}`, "STDIO"], {
		stdio: ["pipe", "pipe", "ignore"],
		detached: true,
	});
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
	for (const limit = performance.now() + START_LIMIT; !existsSync(path); await sleep(5)) {
		if (performance.now() > limit) failure ??= "socat made no terminal";
		if (failure !== undefined) {
			child.kill("SIGKILL");
			throw new Error(failure);
		}
	}
	// While somebody has the terminal open it outlives the masters that come and go.
	const keeper = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
	connect(line, child);
	return {
		gone: gone.then(() => closeSync(keeper)),
		end: () => void child.kill("SIGKILL"),
	};
}

function connect(line: SerialLine, { stdin, stdout }: ChildProcess): void {
	if (!stdin || !stdout) return;
	const client: LineClient = {
		answer: (bytes) => void stdin.write(bytes),
		over: () => stdout.resume(),
	};
	stdin.on("error", () => {});
	stdout.on("data", (chunk: Buffer) => {
		line.send(client, chunk);
		if (line.waitingBytes(client) > 4096) stdout.pause();
	});
	stdout.on("close", () => line.leave(client));
}
