/**
 * The tariff in force (manual 7.6.2). T1 and T2 follow the external input when it changes; a tariff that a bus or
 * the buttons set stands until the input changes next, and T3 and T4 do not follow it at all.
 */
import type { DigitalIO, DigitalPins } from "board";
import { TARIFFS } from "metrology/energy";

export default class Tariff {
	/** 0..3 for T1..T4. */
	#present = 0;
	/** Bit 0 for T1 to bit 3 for T4: what was ever in force. */
	used = 1;
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
		if (number >= 1 && number <= TARIFFS) this.#set(number - 1);
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
	 * @param number in force when it came, 1..4 @param used see {@link used}
	 * @param inputWasActive whether 230 V stood at the terminals then; a change meanwhile is followed
	 */
	restore(number: number, used: number, inputWasActive: boolean): void {
		this.used = used;
		this.number = number;
		if (this.inputActive !== inputWasActive) this.#follow();
	}

	#follow(): void {
		if (this.#present < 2) this.#set(this.#input.read());
	}

	#set(index: number): void {
		this.#present = index;
		this.used |= 1 << index;
	}
}
