/** Puts metrology's readings into the measurement registers. */
import type Readings from "metrology/readings";
import type RegisterModel from "registers/model";
import { PHASES } from "registers/row";
import { indexOf } from "registers/table";

/** Indices of one phase's registers. */
const PHASE_INDICES = Object.freeze(
	PHASES.map((phase) =>
		Object.freeze({
			voltage: indexOf(`voltage${phase}`),
			current: indexOf(`current${phase}`),
			activePower: indexOf(`activePower${phase}`),
			reactivePower: indexOf(`reactivePower${phase}`),
			apparentPower: indexOf(`apparentPower${phase}`),
			powerFactor: indexOf(`powerFactor${phase}`),
		}),
	),
);

const LINE_VOLTAGES = Object.freeze([indexOf("voltageL1L2"), indexOf("voltageL1L3"), indexOf("voltageL2L3")]);
const FREQUENCY = indexOf("frequency");
const ACTIVE_POWER = indexOf("activePower");
const REACTIVE_POWER = indexOf("reactivePower");
const APPARENT_POWER = indexOf("apparentPower");
const POWER_FACTOR = indexOf("powerFactor");

export default class MeasurementRegisters {
	readonly #model: RegisterModel;

	constructor(model: RegisterModel) {
		this.#model = model;
	}

	/** Takes the readings of a second. Phase currents carry the sign of the phase's active power. */
	update(readings: Readings): void {
		const model = this.#model;
		for (let i = 0; i < PHASE_INDICES.length; i++) {
			const indices = PHASE_INDICES[i];
			const phase = readings.phases[i];
			model.set(indices.voltage, phase.voltage);
			model.set(indices.current, phase.activePower < 0 ? -phase.current : phase.current);
			model.set(indices.activePower, phase.activePower);
			model.set(indices.reactivePower, phase.reactivePower);
			model.set(indices.apparentPower, phase.apparentPower);
			model.set(indices.powerFactor, phase.powerFactor);
			model.set(LINE_VOLTAGES[i], readings.lineVoltages[i]);
		}
		model.set(FREQUENCY, readings.frequency);
		model.set(ACTIVE_POWER, readings.total.activePower);
		model.set(REACTIVE_POWER, readings.total.reactivePower);
		model.set(APPARENT_POWER, readings.total.apparentPower);
		model.set(POWER_FACTOR, readings.total.powerFactor);
	}
}
