/** An emulated board on its byte link, without a bench: message by message, for counting. */
import type { ChildProcess } from "node:child_process";
import type { Writable } from "node:stream";
import { type Load, readLoad } from "../../bench/emulator/load.ts";
import { emulator } from "../../bench/emulator/qemu.ts";
import { FrontEnd } from "../../bench/front-end/front-end.ts";
import { Mains } from "../../bench/mains/model.ts";
import { framesMessage, MessageReader, message } from "../../bench/meter/link.ts";
import { BYTES_PER_FRAME, ToBench, ToBoard } from "../../boards/virtual/link.ts";

/** Longest life of one in ms; then it is ended. */
const LIFE_LIMIT = 1_800_000;

/** Messages under way at a time. */
const IN_FLIGHT = 4;

/** A message of the board. */
export interface Answer {
	type: number;
	payload: Buffer;
}

/** See the file's head. */
export class BoardUnderTest {
	/** Told of every message but DONE and LOAD. */
	onMessage: (answer: Answer) => void = () => {};
	/** Frames given. */
	frames = 0;
	readonly #child: ChildProcess;
	readonly #link: Writable;
	readonly #mains = new Mains();
	readonly #frontEnd = new FrontEnd({ seed: 12345678 });
	readonly #waiting: ((answer: Answer) => void)[] = [];
	readonly #limit: NodeJS.Timeout;
	#blocks = 0;
	#outstanding = 0;
	#said = "";

	/** @param options of the emulator */
	constructor(image: string, options: readonly string[]) {
		const { child, input, output, errors } = emulator(image, options)();
		this.#child = child;
		this.#link = input;
		const reader = new MessageReader((type, payload) => this.#take({ type, payload: Buffer.from(payload) }));
		output.on("data", (bytes: Buffer) => reader.push(bytes));
		errors.on("data", (text: Buffer) => {
			this.#said += text.toString();
		});
		this.#limit = setTimeout(() => child.kill("SIGKILL"), LIFE_LIMIT);
	}

	/** Sends a message and waits for the board's answer of that type. */
	ask(bytes: Buffer, type: number): Promise<Answer> {
		this.#link.write(bytes);
		return new Promise((resolve, reject) => {
			const take = (answer: Answer): void => {
				if (answer.type !== type) {
					this.#waiting.push(take);
					return;
				}
				this.#child.off("close", fail);
				resolve(answer);
			};
			const fail = (): void => reject(new Error(`the emulator ended: ${this.#said}`));
			this.#waiting.push(take);
			this.#child.once("close", fail);
		});
	}

	/** Sends a message that is answered with DONE, when there are not too many under way. */
	async send(bytes: Buffer): Promise<void> {
		while (this.#outstanding >= IN_FLIGHT) await new Promise((resolve) => setImmediate(resolve));
		this.#outstanding++;
		this.#link.write(bytes);
	}

	/** Waits until all was dealt with. */
	async settle(): Promise<void> {
		while (this.#outstanding > 0) await new Promise((resolve) => setImmediate(resolve));
	}

	/** Gives frames of 230 V and 1 A on three phases. */
	async give(frames: number, block = 80): Promise<void> {
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

	/** The board's figures; `collect`: after a garbage collection. */
	async load(collect = false): Promise<Load> {
		await this.settle();
		return readLoad(
			(await this.ask(message(ToBoard.LOAD, Uint8Array.of(collect ? 1 : 0)), ToBench.LOAD)).payload,
		);
	}

	end(): Promise<void> {
		clearTimeout(this.#limit);
		return new Promise((resolve) => {
			this.#child.once("exit", () => resolve());
			this.#child.kill("SIGKILL");
		});
	}

	#take(answer: Answer): void {
		if (answer.type === ToBench.DONE) this.#outstanding--;
		for (const take of this.#waiting.splice(0)) take(answer);
		this.onMessage(answer);
	}
}
