/**
 * Readings of the last window, five a second, for closed-loop control (docs/registers.md,
 * 7200). A window ends at most 0.25 s after it began, so that a step at the terminals is in the
 * readings within two windows at most.
 */
import type Load from "metrology/load";
import { shownCurrent } from "metrology/load";
import type { PrimaryScale } from "metrology/measured";
import type { windowQuantities } from "metrology/quantities";
import type Window from "metrology/window";
import type RegisterModel from "registers/model";

export type WindowName = (typeof windowQuantities)[number]["name"];

/** Places of the values, in the order of the rows after the number. */
const FREQUENCY = 0;
const VOLTAGES = 1;
const CURRENTS = 4;
const ACTIVE_POWERS = 7;
const REACTIVE_POWERS = 11;
const VALUES = 15;

export default class LatestWindow {
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
