/** Starts the process of an engine and opens its byte link. */
import { type ChildProcess, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { atExit } from "../at-exit.ts";

/** A running engine process. */
export interface Launched {
	readonly child: ChildProcess;
	/** The byte link of `boards/virtual/link.ts`, to the board and from it. */
	readonly input: Writable;
	readonly output: Readable;
	/** Its last words. */
	readonly errors: Readable;
}

/** Starts an engine's process. */
export type Launch = () => Launched;

/** Sees to it that a child does not outlive the bench, not even a stopped one. */
export function killAtExit(child: ChildProcess): void {
	child.once(
		"exit",
		atExit(() => void child.kill("SIGKILL")),
	);
}

/** Starts an engine that speaks the link on standard input and output. */
export function program(path: string, arguments_: readonly string[]): Launch {
	return () => {
		// In a process group of its own: the terminal's SIGINT is for the bench, which then ends
		// the engine.
		const child = spawn(path, arguments_, { stdio: "pipe", detached: true });
		killAtExit(child);
		return { child, input: child.stdin, output: child.stdout, errors: child.stderr };
	};
}
