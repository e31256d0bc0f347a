/** Unit ID, baud rate and parity of the RTU server, from the register model. */
import type RegisterModel from "registers/model";
import { BAUD_RATES, PARITIES } from "registers/settings";
import { indexOf } from "registers/table";

const MODBUS_ID = indexOf("modbusId");
const BAUD_RATE = indexOf("baudRate");
const PARITY = indexOf("parity");

export default class RtuSettings {
	readonly #model: RegisterModel;

	constructor(model: RegisterModel) {
		this.#model = model;
	}

	/** 1..247. */
	get unitId(): number {
		return this.#model.get(MODBUS_ID);
	}

	/** Bits a second. */
	get baud(): number {
		return BAUD_RATES[this.#model.get(BAUD_RATE) - 1];
	}

	get parity(): "even" | "none" | "odd" {
		return PARITIES[this.#model.get(PARITY) - 1];
	}

	/** Calls `listener` after every write of one of them, on whatever bus. */
	watch(listener: () => void): void {
		this.#model.onChange([MODBUS_ID, BAUD_RATE, PARITY], listener);
	}
}
