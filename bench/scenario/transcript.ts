/**
 * Writes what is on the buses while a scenario plays: a line for each turn of a client, with the
 * scenario's time at its end, the bus, the request, the answer, and the meter time between them.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import type { SerialLine } from "../bus/line.ts";
import { Fault, reasonOf } from "../fault.ts";

const FRAMES_PER_MS = FRAME_RATE_HZ / 1000;

export class Transcript {
	readonly #file: number;
	readonly #seconds: () => number | undefined;

	/**
	 * @param seconds where the scenario is; undefined: nothing is written
	 * @throws Fault with exit code 2 if the file cannot be written
	 */
	constructor(path: string, seconds: () => number | undefined) {
		this.#seconds = seconds;
		try {
			this.#file = openSync(path, "w");
		} catch (error) {
			throw new Fault(`--transcript: ${reasonOf(error)}`, 2);
		}
	}

	listen(name: string, line: SerialLine): void {
		line.observe(({ request, answer, delayFrames }) => {
			const seconds = this.#seconds();
			if (seconds === undefined) return;
			const time = seconds.toFixed(4).padStart(12);
			const delay =
				delayFrames === undefined ? "" : ` ${(delayFrames / FRAMES_PER_MS).toFixed(3)} ms`;
			writeSync(this.#file, `${time} ${name} ${hex(request)} > ${hex(answer)}${delay}\n`);
		});
	}

	close(): void {
		closeSync(this.#file);
	}
}

function hex(bytes: Uint8Array): string {
	return bytes.length === 0 ? "-" : Buffer.from(bytes).toString("hex");
}
