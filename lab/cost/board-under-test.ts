/** An emulated board driven over its byte link message by message, for counting. */

import type { ChildProcess } from "node:child_process";
import type { Writable } from "node:stream";
import { type BoardFigures, readBoardFigures } from "../../bench/emulator/load.ts";
import { emulator } from "../../bench/emulator/qemu.ts";
import { FrontEnd } from "../../bench/front-end/front-end.ts";
import { Mains } from "../../bench/mains/model.ts";
import { framesMessage, message } from "../../bench/meter/link.ts";
import { MessageReader } from "../../bench/meter/link-engine.ts";
import { BYTES_PER_FRAME, ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";

/**
 * Longest silence in ms while the board owes an answer; then it is ended. Counted in turns of a
 * timer, so that a machine that was suspended or busy does not look like a dead board.
 */
const SILENCE_LIMIT = 120_000;
const SILENT_TURNS = 60;

/** Most messages that the board has not dealt with. */
const IN_FLIGHT = 4;

/** A message from the board. */
export interface Answer {
	type: number;
	payload: Buffer;
}

export class BoardUnderTest {
	/** Called with every message except DONE and LOAD. */
	onMessage: (answer: Answer) => void = () => {};
	/** Frames delivered so far. */
	frames = 0;
	readonly #child: ChildProcess;
	readonly #link: Writable;
	readonly #mains = new Mains();
	readonly #frontEnd = new FrontEnd({ seed: 12345678 });
	readonly #waiting: ((answer: Answer) => void)[] = [];
	readonly #watchdog: NodeJS.Timeout;
	/** Callers that wait until fewer messages are pending. */
	#dealing: (() => void)[] = [];
	#blocks = 0;
	#outstanding = 0;
	#said = "";
	#ended = false;
	#silentTurns = 0;

	/** @param options further options of the emulator */
	constructor(image: string, options: readonly string[]) {
		const { child, input, output, errors } = emulator(image, options)();
		this.#child = child;
		this.#link = input;
		const reader = new MessageReader((type, payload) =>
			this.#receive({ type, payload: Buffer.from(payload) }),
		);
		output.on("data", (bytes: Buffer) => reader.push(bytes));
		errors.on("data", (text: Buffer) => {
			this.#said += text.toString();
		});
		child.once("close", () => {
			this.#ended = true;
			this.#wake();
		});
		this.#watchdog = setInterval(() => this.#watch(), SILENCE_LIMIT / SILENT_TURNS);
	}

	/** Sends a message and waits for the board's answer of that type. */
	ask(bytes: Buffer, type: number): Promise<Answer> {
		this.#link.write(bytes);
		return new Promise((resolve, reject) => {
			const deliver = (answer: Answer): void => {
				if (answer.type !== type) {
					this.#waiting.push(deliver);
					return;
				}
				this.#child.off("close", fail);
				resolve(answer);
			};
			const fail = (): void => reject(this.#epitaph);
			this.#waiting.push(deliver);
			this.#child.once("close", fail);
		});
	}

	/** Sends a message that is answered with DONE, as soon as few enough are pending. */
	async send(bytes: Buffer): Promise<void> {
		await this.#until(IN_FLIGHT - 1);
		this.#outstanding++;
		this.#link.write(bytes);
	}

	/** Waits until the board has dealt with every message. */
	settle(): Promise<void> {
		return this.#until(0);
	}

	/** Delivers frames of 230 V and 1 A on three phases. */
	async give(frames: number, block = 0.02 * FRAME_RATE_HZ): Promise<void> {
		for (let left = frames; left > 0; left -= block) {
			const count = Math.min(block, left);
			const samples = new Float64Array(6 * count);
			const bytes = new Uint8Array(BYTES_PER_FRAME * count);
			this.#mains.fill(samples, count);
			this.#frontEnd.convert(samples, count, bytes);
			this.frames += count;
			await this.send(framesMessage(this.#blocks++, bytes));
		}
	}

	/**
	 * Reads the board's figures.
	 * @param collect true: after a garbage collection
	 */
	async load(collect = false): Promise<BoardFigures> {
		await this.settle();
		return readBoardFigures(
			(await this.ask(message(ToBoard.LOAD, Uint8Array.of(collect ? 1 : 0)), ToBench.LOAD)).payload,
		);
	}

	end(): Promise<void> {
		clearInterval(this.#watchdog);
		if (this.#ended) return Promise.resolve();
		return new Promise((resolve) => {
			this.#child.once("close", () => resolve());
			this.#child.kill("SIGKILL");
		});
	}

	get #epitaph(): Error {
		return new Error(`the emulator ended: ${this.#said}`);
	}

	/** Waits until at most `count` messages are pending. */
	async #until(most: number): Promise<void> {
		while (this.#outstanding > most && !this.#ended)
			await new Promise<void>((resolve) => this.#dealing.push(resolve));
		if (this.#ended) throw this.#epitaph;
	}

	#wake(): void {
		for (const resolve of this.#dealing.splice(0)) resolve();
	}

	#watch(): void {
		const owes = this.#outstanding > 0 || this.#waiting.length > 0;
		this.#silentTurns = owes ? this.#silentTurns + 1 : 0;
		if (this.#silentTurns < SILENT_TURNS) return;
		this.#said += `no answer for ${SILENCE_LIMIT / 1000} s`;
		this.#child.kill("SIGKILL");
	}

	#receive(answer: Answer): void {
		this.#silentTurns = 0;
		if (answer.type === ToBench.DONE) {
			this.#outstanding--;
			this.#wake();
		}
		for (const deliver of this.#waiting.splice(0)) deliver(answer);
		this.onMessage(answer);
	}
}
