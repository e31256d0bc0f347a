/**
 * Writes what is on the buses while a scenario plays: a line for each turn of a client, with the
 * scenario's time at its end, the bus, the request, the answer, and the meter time between them.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import type { SerialLine } from "../bus/line.ts";
import { Fault, fileReasonOf } from "../fault.ts";

const FRAMES_PER_MS = FRAME_RATE_HZ / 1000;

export class Transcript {
	readonly #file: number;
	readonly #seconds: () => number | undefined;
	readonly #note: (line: string) => void;
	#failed = false;

	/**
	 * @param seconds where the scenario is; undefined: nothing is written
	 * @param note told once when nothing can be written any more
	 * @throws Fault with exit code 2 if the file cannot be written
	 */
	constructor(path: string, seconds: () => number | undefined, note: (line: string) => void) {
		this.#seconds = seconds;
		this.#note = note;
		try {
			this.#file = openSync(path, "w");
		} catch (error) {
			throw new Fault(`--transcript ${path}: ${fileReasonOf(error)}`, 2);
		}
	}

	listen(name: string, line: SerialLine): void {
		line.observe(({ request, answer, delayFrames }) => {
			const seconds = this.#seconds();
			if (seconds === undefined) return;
			const time = seconds.toFixed(4).padStart(12);
			const delay =
				delayFrames === undefined ? "" : ` ${(delayFrames / FRAMES_PER_MS).toFixed(3)} ms`;
			this.#write(`${time} ${name} ${hex(request)} > ${hex(answer)}${delay}\n`);
		});
	}

	close(): void {
		closeSync(this.#file);
	}

	/** A gap would look like silence, so the file ends where a line could not be written. */
	#write(line: string): void {
		if (this.#failed) return;
		try {
			writeSync(this.#file, line);
		} catch (error) {
			this.#failed = true;
			this.#note(`--transcript: ${fileReasonOf(error)}; nothing more is written`);
		}
	}
}

function hex(bytes: Uint8Array): string {
	return bytes.length === 0 ? "-" : Buffer.from(bytes).toString("hex");
}
