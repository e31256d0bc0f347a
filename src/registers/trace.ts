/** A line of readings for the debugger's console. */
import type RegisterModel from "registers/model";
import { PHASES } from "registers/row";
import { indexOf } from "registers/table";

/** Traces voltage, current and active power of each phase, and the frequency. */
export default function traceReadings(model: RegisterModel): void {
	const phases = PHASES.map((phase) => {
		const voltage = model.get(indexOf(`voltage${phase}`)).toFixed(2);
		const current = model.get(indexOf(`current${phase}`)).toFixed(3);
		const power = model.get(indexOf(`activePower${phase}`)).toFixed(1);
		return `${phase} ${voltage} V ${current} A ${power} W`;
	});
	trace(`${phases.join("  ")}  ${model.get(indexOf("frequency")).toFixed(3)} Hz\n`);
}
