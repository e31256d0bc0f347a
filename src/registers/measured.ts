/** Puts metrology's readings into the measurement and status registers: currents and powers on the primary side. */

import { Wiring } from "metrology/load";
import type Metrology from "metrology/metrology";
import type RegisterModel from "registers/model";
import { PHASES } from "registers/row";
import { directionCode, Status } from "registers/status";
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
			quadrant: indexOf(`quadrant${phase}`),
			direction: indexOf(`direction${phase}`),
		}),
	),
);

const LINE_VOLTAGES = Object.freeze([
	indexOf("voltageL1L2"),
	indexOf("voltageL1L3"),
	indexOf("voltageL2L3"),
]);
const FREQUENCY = indexOf("frequency");
const ACTIVE_POWER = indexOf("activePower");
const REACTIVE_POWER = indexOf("reactivePower");
const APPARENT_POWER = indexOf("apparentPower");
const POWER_FACTOR = indexOf("powerFactor");
const QUADRANT = indexOf("quadrant");
const ERROR_CODE = indexOf("errorCode");
const STATUS_WORD = indexOf("statusWord");

/** Voltage in V below which a phase's voltage is missing: a fifth of 230 V. */
const MISSING_VOLTAGE = 46;

/** Phases whose voltage a wiring has, by its code (see `metrology/load`). */
const CONNECTED = Object.freeze([
	Object.freeze([true, true, true]),
	Object.freeze([true, false, true]),
	Object.freeze([true, true, false]),
	Object.freeze([true, false, false]),
]);

export default class MeasurementRegisters {
	readonly #model: RegisterModel;
	readonly #sealOpen: () => boolean;
	readonly #bluetoothOn: () => boolean;
	#metrology: Metrology | undefined;

	/**
	 * @param sealOpen tells whether the calibration seal is open
	 * @param bluetoothOn tells whether the radio is on
	 */
	constructor(model: RegisterModel, sealOpen: () => boolean, bluetoothOn: () => boolean) {
		this.#model = model;
		this.#sealOpen = sealOpen;
		this.#bluetoothOn = bluetoothOn;
		model.bind(STATUS_WORD, { read: () => this.#status() });
	}

	/** Takes the readings of a second. Phase currents carry the sign of the phase's active power. */
	update(metrology: Metrology): void {
		const model = this.#model;
		const { readings, ctHistory } = metrology;
		const ratio = ctHistory.factor;
		this.#metrology = metrology;
		for (let i = 0; i < PHASE_INDICES.length; i++) {
			const indices = PHASE_INDICES[i];
			const phase = readings.phases[i];
			const reverse = phase.activePower < 0;
			model.set(indices.voltage, phase.voltage);
			model.set(indices.current, (reverse ? -phase.current : phase.current) * ratio);
			model.set(indices.activePower, phase.activePower * ratio);
			model.set(indices.reactivePower, phase.reactivePower * ratio);
			model.set(indices.apparentPower, phase.apparentPower * ratio);
			model.set(indices.powerFactor, phase.powerFactor);
			model.set(indices.quadrant, phase.quadrant);
			model.set(indices.direction, directionCode(i, reverse));
			model.set(LINE_VOLTAGES[i], readings.lineVoltages[i]);
		}
		model.set(FREQUENCY, readings.frequency);
		model.set(ACTIVE_POWER, readings.total.activePower * ratio);
		model.set(REACTIVE_POWER, readings.total.reactivePower * ratio);
		model.set(APPARENT_POWER, readings.total.apparentPower * ratio);
		model.set(POWER_FACTOR, readings.total.powerFactor);
		model.set(QUADRANT, readings.total.quadrant);
	}

	/** The status word as it is now. */
	#status(): number {
		const metrology = this.#metrology;
		let word = this.#sealOpen() ? Status.SEAL_OPEN : 0;
		if (this.#bluetoothOn()) word |= Status.BLUETOOTH;
		if (this.#model.get(ERROR_CODE) !== 0) word |= Status.STORAGE_ERROR;
		if (!metrology) return word;
		const { readings, tariff, load } = metrology;
		for (let i = 0; i < PHASE_INDICES.length; i++) {
			const phase = readings.phases[i];
			if (phase.activePower < 0) word |= Status.REVERSE << i;
			if (CONNECTED[load.wiring][i] && phase.voltage < MISSING_VOLTAGE)
				word |= Status.VOLTAGE_MISSING << i;
		}
		if (readings.reversedSequence && load.wiring === Wiring.THREE_PHASE_FOUR_WIRE)
			word |= Status.WRONG_SEQUENCE;
		if (tariff.inputActive) word |= Status.TARIFF_INPUT;
		return word + tariff.index * Status.TARIFF;
	}
}
