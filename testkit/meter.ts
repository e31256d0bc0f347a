/** A whole meter for unit tests: fed with frames, read and written by the model's addresses. */
import Meter from "meter";
import { Outcome } from "registers/binding";
import { indexOf, type RegisterName, table } from "registers/table";
import { SEAL, TestBoard, TestFrontEnd } from "./board.ts";
import { frames, type Tone } from "./words.ts";

export class TestMeter {
	readonly frontEnd = new TestFrontEnd();
	readonly board = new TestBoard(this.frontEnd);
	readonly meter = new Meter(this.board);
	#frame = 0;

	/** Lets the meter see a signal for some seconds of meter time; its timers run in step. */
	run(tones: readonly Tone[], frequency: number, seconds: number): void {
		const end = this.#frame + seconds * 4000;
		for (; this.#frame < end; this.#frame += 80) {
			this.frontEnd.deliver(frames(tones, frequency, this.#frame, 80));
			this.board.line.wait(20_000);
		}
	}

	/** Value of a register in the model's unit. */
	value(name: RegisterName): number {
		return this.meter.registers.get(indexOf(name));
	}

	/** Registers as hexadecimal words. */
	words(address: number, count: number): string {
		const view = new DataView(new ArrayBuffer(2 * count));
		if (!this.meter.registers.read(address, count, view, 0)) return "none";
		return Array.from({ length: count }, (_, i) =>
			view
				.getUint16(2 * i)
				.toString(16)
				.padStart(4, "0"),
		).join(" ");
	}

	/** Writes words as they come from a bus; says what came of it. */
	write(address: number, ...words: number[]): keyof typeof Outcome {
		const view = new DataView(new ArrayBuffer(2 * words.length));
		words.forEach((word, i) => {
			view.setUint16(2 * i, word);
		});
		const outcome = this.meter.registers.write(address, words.length, view, 0);
		const name = Object.entries(Outcome).find(([, code]) => code === outcome)?.[0];
		return name as keyof typeof Outcome;
	}

	/** Writes a float, two words. */
	writeFloat(name: RegisterName, value: number): keyof typeof Outcome {
		const view = new DataView(new ArrayBuffer(4));
		view.setFloat32(0, value);
		return this.write(table[indexOf(name)].address, view.getUint16(0), view.getUint16(2));
	}

	seal(open: boolean): void {
		this.board.set(SEAL, open ? 1 : 0);
	}
}
