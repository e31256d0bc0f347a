/** A line of readings for the debugger's console. */
import type { MeasurementName } from "metrology/measured";
import type RegisterModel from "registers/model";
import { PHASES } from "registers/quantity";

/** Traces voltage, current and active power of each phase, and the frequency. */
export default function traceReadings(model: RegisterModel<MeasurementName>): void {
	const value = (name: MeasurementName): number => model.get(model.indexOf(name));
	const phases = PHASES.map((phase) => {
		const voltage = value(`voltage${phase}`).toFixed(2);
		const current = value(`current${phase}`).toFixed(3);
		const power = value(`activePower${phase}`).toFixed(1);
		return `${phase} ${voltage} V ${current} A ${power} W`;
	});
	trace(`${phases.join("  ")}  ${value("frequency").toFixed(3)} Hz\n`);
}
