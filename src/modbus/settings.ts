/**
 * Settings of Modbus: unit ID, serial line, data type (manual A2.2); and the RTU server's view of
 * them.
 */

import type { Parity } from "board";
import { DataType } from "modbus/protocol";
import type RegisterModel from "registers/model";
import { quantities } from "registers/quantity";
import { BAUD_RATES, HIGHEST_UNIT_ID, PARITIES } from "serial/line-settings";

export const modbusSettings = quantities([
	{
		name: "modbusId",
		title: "Modbus ID",
		unit: "",
		initial: 1,
		step: 0,
		range: { minimum: 1, maximum: HIGHEST_UNIT_ID },
		stored: 0,
	},
	{
		name: "baudRate",
		title: "Baud rate",
		unit: "",
		initial: 6,
		step: 0,
		range: { minimum: 1, maximum: BAUD_RATES.length },
		stored: 1,
	},
	{
		name: "parity",
		title: "Parity setting",
		unit: "",
		initial: 1,
		step: 0,
		range: { minimum: 1, maximum: PARITIES.length },
		stored: 2,
	},
	{
		name: "dataType",
		title: "Data type setting",
		unit: "",
		initial: DataType.FLOAT,
		step: 0,
		range: { minimum: 1, maximum: 2 },
		stored: 8,
	},
]);

export type ModbusSetting = (typeof modbusSettings)[number]["name"];

/** The RTU server's settings, read from the registers. */
export default class RtuSettings {
	private readonly model: RegisterModel<ModbusSetting>;
	private readonly modbusId: number;
	private readonly baudRate: number;
	private readonly parityRow: number;

	constructor(model: RegisterModel<ModbusSetting>) {
		this.model = model;
		this.modbusId = model.indexOf("modbusId");
		this.baudRate = model.indexOf("baudRate");
		this.parityRow = model.indexOf("parity");
	}

	/** 1..{@link HIGHEST_UNIT_ID}. */
	get unitId(): number {
		return this.model.get(this.modbusId);
	}

	/** Bits a second. */
	get baud(): number {
		return BAUD_RATES[this.model.get(this.baudRate) - 1];
	}

	get parity(): Parity {
		return PARITIES[this.model.get(this.parityRow) - 1];
	}

	/** Calls `listener` after one of them has changed. */
	watch(listener: () => void): void {
		this.model.onChange([this.modbusId, this.baudRate, this.parityRow], listener);
	}
}
