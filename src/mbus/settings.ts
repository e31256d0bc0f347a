/** Settings of the M-Bus port (manual 7.6.5, A1.1). */
import { Outcome } from "registers/binding";
import type RegisterModel from "registers/model";
import { quantities } from "registers/quantity";
import { BAUD_RATES, MBUS_RATES } from "serial/line-settings";

/** Code of 2400 baud. */
const DEFAULT = 4;

export const mbusSettings = quantities([
	{
		name: "mbusAddress",
		title: "M-Bus primary address",
		unit: "",
		initial: 0,
		step: 0,
		range: { minimum: 0, maximum: 250 },
		stored: 15,
	},
	{
		name: "mbusBaudRate",
		title: "M-Bus baud rate",
		unit: "",
		initial: DEFAULT,
		step: 0,
		range: { minimum: 1, maximum: MBUS_RATES },
		stored: 16,
	},
	{
		name: "mbusIdentification",
		title: "M-Bus secondary address",
		unit: "",
		initial: 0,
		step: 0,
		range: { minimum: 0, maximum: 99999999 },
		stored: 17,
	},
]);

export type MBusSetting = (typeof mbusSettings)[number]["name"];

/** The slave's settings, read from the registers. */
export default class MBusSettings {
	private readonly model: RegisterModel<MBusSetting>;
	private readonly addressRow: number;
	private readonly baudRate: number;
	private readonly identificationRow: number;

	constructor(model: RegisterModel<MBusSetting>) {
		this.model = model;
		this.addressRow = model.indexOf("mbusAddress");
		this.baudRate = model.indexOf("mbusBaudRate");
		this.identificationRow = model.indexOf("mbusIdentification");
	}

	/** Primary address, 0..250. */
	get address(): number {
		return this.model.get(this.addressRow);
	}

	/** Secondary address, eight digits. */
	get identification(): number {
		return this.model.get(this.identificationRow);
	}

	/** Bits a second. */
	get baud(): number {
		return BAUD_RATES[this.model.get(this.baudRate) - 1];
	}

	/** Writes a baud rate to the register; false if it cannot be kept now. */
	keepBaud(baud: number): boolean {
		return this.model.write(this.baudRate, BAUD_RATES.indexOf(baud) + 1) === Outcome.DONE;
	}

	/** Calls `apply` at every write of the baud rate, of the same value too. Only one may do so. */
	bindBaud(apply: () => void): void {
		this.model.bind(this.baudRate, { apply });
	}
}
