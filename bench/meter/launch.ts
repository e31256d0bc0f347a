/** How an engine's process comes to be, and the streams of its byte link. */
import { type ChildProcess, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";

/** A process that runs an engine. */
export interface Launched {
	readonly child: ChildProcess;
	/** The byte link of `boards/virtual/link.ts`, to the board and from it. */
	readonly input: Writable;
	readonly output: Readable;
	/** What it says when it ends. */
	readonly errors: Readable;
}

/** Starts an engine's process. */
export type Launch = () => Launched;

/** An engine that speaks the link on its standard input and output. */
export function program(path: string, arguments_: readonly string[]): Launch {
	return () => {
		// In a process group of its own: the terminal's SIGINT is for the bench, which then ends the engine.
		const child = spawn(path, arguments_, { stdio: "pipe", detached: true });
		return { child, input: child.stdin, output: child.stdout, errors: child.stderr };
	};
}
