/** Addresses and baud rate of the M-Bus port, from the register model. */
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

	/** Calls `apply` at every write of the baud rate, of the same value too. Only one may do so. */
	bindBaud(apply: () => void): void {
		this.#model.bind(BAUD_RATE, { apply });
	}
}
