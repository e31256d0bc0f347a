/** A whole meter for unit tests: fed with frames, read and written by the model's addresses. */

import { catalogue } from "catalogue";
import createMeter, { type Meter } from "meter";
import { Outcome } from "registers/binding";
import { ByteReader, ByteWriter } from "../client/bytes.ts";
import { type RegisterName, registerOf } from "../client/register-table.ts";
import { FRAME_RATE_HZ } from "../src/sampling.ts";
import { SEAL, TestBoard, TestFrontEnd } from "./board.ts";
import { frames, type Tone } from "./samples.ts";

/** Frames delivered at a time: 20 ms. */
const BLOCK_FRAMES = 0.02 * FRAME_RATE_HZ;

export class TestMeter {
	readonly frontEnd: TestFrontEnd;
	readonly board: TestBoard;
	readonly meter: Meter;
	#frame = 0;

	/** @param frontEnd without the analyser of power quality by default */
	constructor(frontEnd = new TestFrontEnd()) {
		this.frontEnd = frontEnd;
		this.board = new TestBoard(frontEnd);
		this.meter = createMeter(this.board);
		this.meter.start();
	}

	/** Feeds a signal for `seconds` of meter time; the meter's timers keep pace. */
	run(tones: readonly Tone[], frequency: number, seconds: number): void {
		const end = this.#frame + seconds * FRAME_RATE_HZ;
		for (; this.#frame < end; this.#frame += BLOCK_FRAMES) {
			this.frontEnd.deliver(frames(tones, frequency, this.#frame, BLOCK_FRAMES));
			this.board.line.wait(20_000);
		}
	}

	/** Value of a register in the model's unit. */
	value(name: RegisterName): number {
		return this.meter.model.get(catalogue.indexOf(name));
	}

	/** Registers as hexadecimal words. */
	words(address: number, count: number): string {
		const view = new DataView(new ArrayBuffer(2 * count));
		if (!this.meter.modbus.read(address, count, view, 0)) return "none";
		return ByteReader.over(view)
			.words()
			.map((word) => word.toString(16).padStart(4, "0"))
			.join(" ");
	}

	/** Writes words as a bus does. Returns the outcome's name. */
	write(address: number, ...words: number[]): keyof typeof Outcome {
		const writer = new ByteWriter(2 * words.length);
		for (const word of words) writer.uint16(word);
		const bytes = new DataView(writer.written.buffer);
		const outcome = this.meter.modbus.write(address, words.length, bytes, 0, false);
		const name = Object.entries(Outcome).find(([, code]) => code === outcome)?.[0];
		return name as keyof typeof Outcome;
	}

	/** Writes a float as two words. */
	writeFloat(name: RegisterName, value: number): keyof typeof Outcome {
		const words = new ByteReader(new ByteWriter(4).float32(value).written).words();
		return this.write(registerOf(name).address, ...words);
	}

	seal(open: boolean): void {
		this.board.set(SEAL, open ? 1 : 0);
	}
}
