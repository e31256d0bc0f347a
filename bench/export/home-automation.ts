/** Configurations for Home Assistant and evcc. */
import { stringify } from "yaml";
import { addressOf } from "../bus/tcp.ts";
import type { ReadRegister } from "../registers/table.ts";
import { isEnergy, measurementOf, type Target, VALUES } from "./rows.ts";

/** Home Assistant's classes of a unit. */
const DEVICE_CLASSES: Readonly<Record<string, string>> = {
	V: "voltage",
	A: "current",
	Hz: "frequency",
	W: "power",
	var: "reactive_power",
	VA: "apparent_power",
	Wh: "energy",
};

function sensor(row: ReadRegister, unit: number): object {
	const deviceClass = DEVICE_CLASSES[row.unit];
	return {
		name: row.title,
		unique_id: `ambit_${unit}_${row.name}`,
		slave: unit,
		address: row.address,
		input_type: "holding",
		data_type: "float32",
		scale: row.divisor,
		precision: row.unit === "Hz" ? 3 : 2,
		scan_interval: isEnergy(row) ? 60 : 10,
		...(row.unit !== "" && { unit_of_measurement: row.unit }),
		...(deviceClass !== undefined && { device_class: deviceClass }),
		state_class: isEnergy(row) ? "total" : "measurement",
	};
}

/** For `configuration.yaml` of Home Assistant. */
export function homeAssistant({ host, port, unit }: Target): string {
	const sensors = VALUES.map((row) => sensor(row, unit));
	return stringify({ modbus: [{ name: "ambit", type: "tcp", host, port, sensors }] });
}

/** For `evcc.yaml`: a custom meter. */
export function evcc({ host, port, unit }: Target): string {
	const source = (name: string, scale: number): object => {
		const { address, divisor } = measurementOf(name);
		const register = { address, type: "holding", decode: "float32" };
		return {
			source: "modbus",
			uri: addressOf(host, port),
			id: unit,
			register,
			scale: scale * divisor,
		};
	};
	const phases = (kind: string): object[] =>
		["L1", "L2", "L3"].map((phase) => source(`${kind}${phase}`, 1));
	const meter = {
		name: "ambit",
		type: "custom",
		power: source("activePower", 1),
		// In kWh.
		energy: source("forwardActiveEnergy", 0.001),
		currents: phases("current"),
		voltages: phases("voltage"),
		powers: phases("activePower"),
	};
	return stringify({ meters: [meter] }, { aliasDuplicateObjects: false });
}
