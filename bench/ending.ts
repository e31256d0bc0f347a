/** Ends the bench's process: on a signal, a fault, or an exception that nobody has caught. */
import { Fault, reasonOf } from "./fault.ts";

/** Longest time that the end takes, whatever is open. */
const PATIENCE_MS = 2000;

/** A signal sooner than this after the first is its echo: npm passes on what it gets itself. */
const ECHO_MS = 200;

/** Exit code after an exception that nobody has caught (EX_SOFTWARE of sysexits.h). */
const INTERNAL_FAULT = 70;

/** Signals that end the bench, and their numbers. */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** The parts of a process that are needed here. */
export interface Host {
	on(event: string, listener: (cause: unknown) => void): unknown;
	exit(code: number): void;
	/** Undefined unless a program has started this one with a channel; false: that one has ended. */
	readonly connected?: boolean;
	readonly stderr: { write(text: string): unknown };
}

export class Ending {
	readonly #host: Host;
	readonly #close: () => Promise<void>;
	/** When it began; undefined: it has not. */
	#sinceMs: number | undefined;

	/** @param close ends everything that was started */
	constructor(host: Host, close: () => Promise<void>) {
		this.#host = host;
		this.#close = close;
	}

	/** True if the end has begun. */
	get hasBegun(): boolean {
		return this.#sinceMs !== undefined;
	}

	/** Listens to signals, and is the last net for exceptions. */
	listen(): void {
		for (const [name, number] of Object.entries(SIGNALS))
			this.#host.on(name, () => this.#signalled(128 + number));
		// A program that has started this one as a child with a channel has ended.
		this.#host.on("disconnect", () => this.#begin(0));
		for (const event of ["uncaughtException", "unhandledRejection"])
			this.#host.on(event, (error) => this.#caught(error));
		// It ended while this program was being loaded: nobody will tell.
		if (this.#host.connected === false) this.#begin(0);
	}

	/** Ends the bench, which has done what it was to do. */
	end(): void {
		this.#begin(0);
	}

	/** Ends the bench with a fault: one line, and its exit code. */
	fail(error: unknown): void {
		if (error instanceof Fault) this.#begin(error.exitCode, error.message);
		else this.#caught(error);
	}

	/** @param code of a second signal */
	#signalled(code: number): void {
		if (this.#sinceMs === undefined) this.#begin(0);
		else if (performance.now() - this.#sinceMs > ECHO_MS) this.#host.exit(code);
	}

	#caught(error: unknown): void {
		const stack = error instanceof Error ? (error.stack ?? "").split("\n") : [];
		const place = stack.find((line) => line.startsWith("    at "))?.trim() ?? "nowhere known";
		this.#begin(INTERNAL_FAULT, `internal fault: ${reasonOf(error)} (${place})`);
	}

	/** Begins the end; only the first cause counts. */
	#begin(code: number, words?: string): void {
		if (this.hasBegun) return;
		this.#sinceMs = performance.now();
		if (words !== undefined) this.#say(words);
		setTimeout(() => {
			this.#say(`after ${PATIENCE_MS / 1000} s not everything had ended, the rest was left`);
			this.#host.exit(code === 0 ? 1 : code);
		}, PATIENCE_MS);
		this.#close().then(
			() => this.#host.exit(code),
			(error: unknown) => {
				this.#say(reasonOf(error));
				this.#host.exit(code === 0 ? 1 : code);
			},
		);
	}

	#say(line: string): void {
		this.#host.stderr.write(`${line.replace(/\s*\n\s*/g, " ")}\n`);
	}
}
