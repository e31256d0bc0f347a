/**
 * The measurement registers, of the readings of a second and of the last window: currents and
 * powers at the primary side.
 */
import type Load from "metrology/load";
import { CONNECTED, shownCurrent, Wiring } from "metrology/load";
import {
	directionCode,
	type measurementQuantities,
	type windowQuantities,
} from "metrology/quantities";
import type Readings from "metrology/readings";
import type Window from "metrology/window";
import type RegisterModel from "registers/model";
import { PHASES } from "registers/quantity";
import { Status } from "registers/status-word";

export type MeasurementName = (typeof measurementQuantities)[number]["name"];

export type WindowName = (typeof windowQuantities)[number]["name"];

/** Ratio of the current transformers, which belongs to energy. */
export interface PrimaryScale {
	/** Primary over secondary. */
	readonly factor: number;
}

/** Voltage in V below which a phase's voltage is missing: a fifth of 230 V. */
const MISSING_VOLTS = 46;

/** Places of the last window's values, in the order of the rows after the number. */
const FREQUENCY = 0;
const VOLTAGES = 1;
const CURRENTS = 4;
const ACTIVE_POWERS = 7;
const REACTIVE_POWERS = 11;
const VALUES = 15;

/** Rows of one phase. */
function phaseRows(model: RegisterModel<MeasurementName>, phase: (typeof PHASES)[number]) {
	return {
		voltage: model.indexOf(`voltage${phase}`),
		current: model.indexOf(`current${phase}`),
		activePower: model.indexOf(`activePower${phase}`),
		reactivePower: model.indexOf(`reactivePower${phase}`),
		apparentPower: model.indexOf(`apparentPower${phase}`),
		powerFactor: model.indexOf(`powerFactor${phase}`),
		quadrant: model.indexOf(`quadrant${phase}`),
		direction: model.indexOf(`direction${phase}`),
	};
}

/** Sets the registers of the readings of a second. */
export default class MeasuredRegisters {
	private readonly model: RegisterModel<MeasurementName>;
	private readonly scale: PrimaryScale;
	private readonly phases: readonly ReturnType<typeof phaseRows>[];
	private readonly lineVoltages: readonly number[];
	private readonly frequency: number;
	private readonly activePower: number;
	private readonly reactivePower: number;
	private readonly apparentPower: number;
	private readonly powerFactor: number;
	private readonly quadrant: number;
	private status = 0;

	constructor(model: RegisterModel<MeasurementName>, scale: PrimaryScale) {
		this.model = model;
		this.scale = scale;
		this.phases = PHASES.map((phase) => phaseRows(model, phase));
		this.lineVoltages = model.indicesOf(["voltageL1L2", "voltageL1L3", "voltageL2L3"]);
		this.frequency = model.indexOf("frequency");
		this.activePower = model.indexOf("activePower");
		this.reactivePower = model.indexOf("reactivePower");
		this.apparentPower = model.indexOf("apparentPower");
		this.powerFactor = model.indexOf("powerFactor");
		this.quadrant = model.indexOf("quadrant");
	}

	/**
	 * Bits of the status word: directions, missing voltages, sequence, over-range, frequency,
	 * channels and currents in doubt; 0 before the first readings.
	 */
	get statusBits(): number {
		return this.status;
	}

	/** Sets the registers. A phase's current gets the sign of its active power. */
	update(readings: Readings, load: Load): void {
		const model = this.model;
		const ratio = this.scale.factor;
		for (let i = 0; i < this.phases.length; i++) {
			const rows = this.phases[i];
			const phase = readings.phases[i];
			const { reverse } = phase;
			model.set(rows.voltage, phase.voltage);
			model.set(
				rows.current,
				(reverse && phase.current > 0 ? -phase.current : phase.current) * ratio,
			);
			model.set(rows.activePower, phase.activePower * ratio);
			model.set(rows.reactivePower, phase.reactivePower * ratio);
			model.set(rows.apparentPower, phase.apparentPower * ratio);
			model.set(rows.powerFactor, phase.powerFactor);
			model.set(rows.quadrant, phase.quadrant);
			model.set(rows.direction, directionCode(i, reverse));
			model.set(this.lineVoltages[i], readings.lineVoltages[i]);
		}
		model.set(this.frequency, readings.frequency);
		model.set(this.activePower, readings.total.activePower * ratio);
		model.set(this.reactivePower, readings.total.reactivePower * ratio);
		model.set(this.apparentPower, readings.total.apparentPower * ratio);
		model.set(this.powerFactor, readings.total.powerFactor);
		model.set(this.quadrant, readings.total.quadrant);
		this.status = statusOf(readings, load);
	}
}

function statusOf(readings: Readings, load: Load): number {
	let word = 0;
	for (let i = 0; i < PHASES.length; i++) {
		const phase = readings.phases[i];
		if (phase.reverse) word |= Status.REVERSE << i;
		if (readings.overRange[i]) word |= Status.OVER_RANGE << i;
		if (readings.still[i]) word |= Status.CHANNEL_STILL << i;
		if (CONNECTED[load.wiring][i] && phase.voltage < MISSING_VOLTS)
			word |= Status.VOLTAGE_MISSING << i;
	}
	if (load.wiring === Wiring.THREE_PHASE_FOUR_WIRE) {
		if (readings.reversedSequence) word |= Status.WRONG_SEQUENCE;
		if (readings.swappedCurrents) word |= Status.CURRENTS_SWAPPED;
	}
	if (readings.frequency === 0) word |= Status.FREQUENCY_UNKNOWN;
	return word;
}

/**
 * Readings of the last window, five a second, for closed-loop control (docs/registers.md,
 * 7200). A window ends at most 0.25 s after it began, so that a step at the terminals is in the
 * readings within two windows at most.
 */
export class LatestWindow {
	/** Counts windows since power-up; wraps after 2^32 − 1. */
	number = 0;
	/** At the meter's terminals; 0 while nothing is measured. */
	readonly values: number[] = new Array(VALUES).fill(0);

	/** Hz; 0 while nothing is measured, or no frequency. */
	get frequency(): number {
		return this.values[FREQUENCY];
	}

	/** Takes a window; currents carry the sign of their phase's active power. */
	update(window: Window, load: Load): void {
		const { values } = this;
		this.number = (this.number + 1) % 2 ** 32;
		values[FREQUENCY] = window.frequency;
		values[ACTIVE_POWERS] = 0;
		values[REACTIVE_POWERS] = 0;
		for (let phase = 0; phase < 3; phase++) {
			const active = load.activePower[phase];
			const reactive = load.reactivePower[phase];
			const current = shownCurrent(window.phases[phase].current);
			values[VOLTAGES + phase] = window.phases[phase].voltage;
			values[CURRENTS + phase] = active < 0 && current > 0 ? -current : current;
			values[ACTIVE_POWERS] += active;
			values[REACTIVE_POWERS] += reactive;
			values[ACTIVE_POWERS + 1 + phase] = load.perPhase ? active : 0;
			values[REACTIVE_POWERS + 1 + phase] = load.perPhase ? reactive : 0;
		}
	}

	/** Sets all to 0 while nothing is measured; the number stays. */
	clear(): void {
		this.values.fill(0);
	}

	/**
	 * Binds all rows of {@link windowQuantities}, with currents and powers at the primary side.
	 */
	bind(model: RegisterModel<WindowName>, scale: PrimaryScale): void {
		model.bind(model.indexOf("windowNumber"), { read: () => this.number });
		const first = model.indexOf("frequencyWindow");
		const read = (index: number): number => {
			const place = index - first;
			return place < CURRENTS ? this.values[place] : this.values[place] * scale.factor;
		};
		for (let place = 0; place < VALUES; place++) model.bind(first + place, { read });
	}
}
