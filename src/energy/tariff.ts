/**
 * The tariff in force (manual 7.6.2). T1 and T2 follow the input of terminals 10 and 11, unless a
 * write has selected T3 or T4, which do not.
 */
import type { DigitalIO, DigitalPins } from "board";
import { TARIFFS } from "energy/counters";
import { type Binding, Outcome, type StagedWrite } from "registers/binding";
import type RegisterModel from "registers/model";
import { Status } from "registers/status-word";

/** Highest tariff that follows the input. */
const LAST_INPUT_TARIFF = 2;

/** Answers for the register of the tariff. */
export default class Tariff implements Binding {
	private readonly model: RegisterModel<"tariff" | "laterTariffs">;
	private readonly pins: DigitalPins;
	private readonly row: number;
	private readonly laterTariffs: number;
	private input: DigitalIO | undefined;
	/** 0..3 for T1..T4: index into the energy counters. */
	private indexInForce = 0;

	constructor(model: RegisterModel<"tariff" | "laterTariffs">, pins: DigitalPins) {
		this.model = model;
		this.pins = pins;
		this.row = model.indexOf("tariff");
		this.laterTariffs = model.indexOf("laterTariffs");
		model.bind(this.row, this);
	}

	/** Starts to follow the input. */
	start(): void {
		const { io, tariffInput } = this.pins;
		this.input = new io({
			pin: tariffInput,
			mode: io.Input,
			edge: io.Rising | io.Falling,
			onReadable: () => this.followInput(),
		});
		this.set(this.wanted);
	}

	/**
	 * Continues after a power cut.
	 * @param number tariff at the power cut; anything but 1..4 is ignored
	 * @param inputWasActive state of the input then; a change since is followed
	 */
	restore(number: number, inputWasActive: boolean): void {
		this.set(number);
		if (this.inputActive !== inputWasActive) this.set(this.wanted);
	}

	/** 1..4. */
	get number(): number {
		return this.indexInForce + 1;
	}

	/** 0..3. */
	get index(): number {
		return this.indexInForce;
	}

	/** True while 230 V is present at terminals 10 and 11. */
	get inputActive(): boolean {
		return this.input?.read() === 1;
	}

	/** Bits of the status word: tariff and tariff input. */
	get statusBits(): number {
		return (this.inputActive ? Status.TARIFF_INPUT : 0) | (this.indexInForce * Status.TARIFF);
	}

	read(): number {
		return this.number;
	}

	judge(_: number, number: number, staged: StagedWrite): Outcome {
		if (number > LAST_INPUT_TARIFF) staged.imply(this.laterTariffs, 1);
		return Outcome.DONE;
	}

	apply(_: number, number: number): void {
		this.set(number);
	}

	/** The tariff that the input selects. */
	private get wanted(): number {
		if (this.number > LAST_INPUT_TARIFF) return this.number;
		return this.inputActive ? 2 : 1;
	}

	private followInput(): void {
		const write = this.model.begin();
		write.restore(this.row, this.wanted);
		write.enforce();
	}

	private set(number: number): void {
		if (number >= 1 && number <= TARIFFS) this.indexInForce = number - 1;
	}
}
