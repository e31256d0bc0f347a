/** Addresses and baud rate of the M-Bus port, as the registers have them. */
import type RegisterModel from "registers/model";
import { BAUD_RATES } from "registers/settings";
import { indexOf } from "registers/table";

const ADDRESS = indexOf("mbusAddress");
const BAUD_RATE = indexOf("mbusBaudRate");
const IDENTIFICATION = indexOf("mbusIdentification");

export default class MBusSettings {
	readonly #model: RegisterModel;

	constructor(model: RegisterModel) {
		this.#model = model;
	}

	/** Primary address, 0..250. */
	get address(): number {
		return this.#model.get(ADDRESS);
	}

	/** Secondary address, eight digits. */
	get identification(): number {
		return this.#model.get(IDENTIFICATION);
	}

	/** Bits a second. */
	get baud(): number {
		return BAUD_RATES[this.#model.get(BAUD_RATE) - 1];
	}

	set baud(baud: number) {
		this.#model.writeValue(BAUD_RATE, BAUD_RATES.indexOf(baud) + 1);
	}

	/** Calls back when the baud rate has been written, by whomever. */
	watchBaud(callback: () => void): void {
		this.#model.onChange([BAUD_RATE], callback);
	}
}
