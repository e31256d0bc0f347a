/** Starts the process of an engine and opens its byte link. */
import { type ChildProcess, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";

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

/** Starts an engine that speaks the link on standard input and output. */
export function program(path: string, arguments_: readonly string[]): Launch {
	return () => {
		// In a process group of its own: the terminal's SIGINT is for the bench, which then ends
		// the engine.
		const child = spawn(path, arguments_, { stdio: "pipe", detached: true });
		return { child, input: child.stdin, output: child.stdout, errors: child.stderr };
	};
}
