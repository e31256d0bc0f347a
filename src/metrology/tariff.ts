/**
 * The tariff in force (manual 7.6.2). T1 and T2 follow the external input when it changes; a tariff that a bus or
 * the buttons set stands until the input changes next, and T3 and T4 do not follow it at all.
 */
import type { DigitalIO, DigitalPins } from "board";
import { TARIFFS } from "metrology/energy";

export default class Tariff {
	/** 0..3 for T1..T4. */
	#present = 0;
	readonly #input: DigitalIO;

	constructor(pins: DigitalPins) {
		const { io, tariffInput } = pins;
		this.#input = new io({
			pin: tariffInput,
			mode: io.Input,
			edge: io.Rising | io.Falling,
			onReadable: () => this.#follow(),
		});
		this.#follow();
	}

	/** 1..4. */
	get number(): number {
		return this.#present + 1;
	}
	set number(number: number) {
		if (number >= 1 && number <= TARIFFS) this.#present = number - 1;
	}

	/** Index into the energy counters, 0..3. */
	get index(): number {
		return this.#present;
	}

	/** Whether 230 V stands at terminals 10 and 11. */
	get inputActive(): boolean {
		return this.#input.read() === 1;
	}

	/**
	 * Goes on after a power cut.
	 * @param number in force when it came, 1..4
	 * @param inputWasActive whether 230 V stood at the terminals then; a change meanwhile is followed
	 */
	restore(number: number, inputWasActive: boolean): void {
		this.number = number;
		if (this.inputActive !== inputWasActive) this.#follow();
	}

	#follow(): void {
		if (this.#present < 2) this.#present = this.#input.read();
	}
}
