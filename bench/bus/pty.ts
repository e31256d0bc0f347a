/** The pseudo-terminal of the RS-485 line, made by socat (Node has none of its own). */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, constants, existsSync, openSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { reasonOf } from "../fault.ts";
import type { Line, Master } from "./line.ts";

/** Longest wait for socat to make the terminal, ms. */
const START_LIMIT = 2000;

/** A terminal that stands ready. */
export interface Pty {
	/** Removes it, with its directory. */
	close(): Promise<void>;
}

/**
 * Makes a raw pseudo-terminal at `path` and puts it on the line as a master.
 * @throws Error that says what is wrong: socat is not installed, or failed
 */
export async function openPty(line: Line, path: string): Promise<Pty> {
	const child = spawn("socat", [`PTY,raw,echo=0,link=${path}`, "STDIO"], {
		stdio: ["pipe", "pipe", "ignore"],
		detached: true,
	});
	let failure: string | undefined;
	child.on("error", (error) => {
		failure = "code" in error && error.code === "ENOENT" ? "socat is not installed" : reasonOf(error);
	});
	child.on("exit", (code) => {
		failure ??= `socat ended with exit code ${code}`;
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
		async close() {
			closeSync(keeper);
			if (child.exitCode === null && child.signalCode === null) {
				const gone = new Promise((resolve) => child.once("exit", resolve));
				child.kill("SIGKILL");
				await gone;
			}
			rmSync(dirname(path), { recursive: true, force: true });
		},
	};
}

function connect(line: Line, { stdin, stdout }: ChildProcess): void {
	if (!stdin || !stdout) return;
	const master: Master = {
		answer: (bytes) => void stdin.write(bytes),
		over: () => stdout.resume(),
	};
	stdin.on("error", () => {});
	stdout.on("data", (chunk: Buffer) => {
		line.send(master, chunk);
		if (line.waiting(master) > 4096) stdout.pause();
	});
}
