/**
 * Extremes: the lowest and the highest reading of a second since the reset, of voltages, currents,
 * total active power and frequency (docs/demand.md). NaN before anything has been measured.
 */

import type Load from "metrology/load";
import { CONNECTED } from "metrology/load";
import type { PrimaryScale } from "metrology/measured";
import type Readings from "metrology/readings";
import type { OperatingTime } from "quality/demand";
import type { extremeQuantities } from "quality/demand-quantities";
import { type Binding, Outcome } from "registers/binding";
import type RegisterModel from "registers/model";
import { PHASES } from "registers/quantity";

export type ExtremeName = (typeof extremeQuantities)[number]["name"];

/** Places of the lowest values, each before its highest. */
const VOLTAGES = 0;
const CURRENTS = 2 * PHASES.length;
const ACTIVE_POWER = 4 * PHASES.length;
const FREQUENCY = ACTIVE_POWER + 2;
const VALUES = FREQUENCY + 2;

/** Places of the rows after the values. */
const RESET = VALUES;
const RESET_AT = VALUES + 1;

export default class Extremes implements Binding {
	/** True if a reset is to be saved. */
	unsaved = false;
	/** Operating seconds of the last reset. */
	resetAt = 0;
	/** In the order of the rows; singles, as registers carry them. */
	readonly values = new Float32Array(VALUES);
	private readonly model: RegisterModel<ExtremeName>;
	private readonly scale: PrimaryScale;
	private readonly time: OperatingTime;
	private readonly first: number;
	/** True after the first readings: those are of one window, while the input settles. */
	private settled = false;

	constructor(model: RegisterModel<ExtremeName>, scale: PrimaryScale, time: OperatingTime) {
		this.model = model;
		this.scale = scale;
		this.time = time;
		this.first = model.indexOf("voltageMinimumL1");
		for (let place = 0; place <= RESET_AT; place++) model.bind(this.first + place, this);
		this.values.fill(Number.NaN);
	}

	/** Takes the readings of a second: currents without a sign, of the inputs that are connected. */
	update({ phases, total, frequency }: Readings, { wiring }: Load): void {
		if (!this.settled) {
			this.settled = true;
			return;
		}
		const ratio = this.scale.factor;
		const connected = CONNECTED[wiring];
		for (let phase = 0; phase < phases.length; phase++) {
			if (!connected[phase]) continue;
			this.take(VOLTAGES + 2 * phase, phases[phase].voltage);
			this.take(CURRENTS + 2 * phase, phases[phase].current * ratio);
		}
		this.take(ACTIVE_POWER, total.activePower * ratio);
		if (frequency > 0) this.take(FREQUENCY, frequency);
	}

	/** Leaves out the next readings, since measuring stops or is interrupted. */
	interrupt(): void {
		this.settled = false;
	}

	/** Forgets all extremes. */
	reset(): void {
		this.values.fill(Number.NaN);
		this.resetAt = this.time.operatingSeconds;
		this.unsaved = true;
	}

	read(index: number): number {
		const place = index - this.first;
		if (place === RESET) return 0;
		if (place === RESET_AT) return this.resetAt;
		return this.values[place];
	}

	judge(): Outcome {
		return this.model.stopped ? Outcome.REFUSED : Outcome.DONE;
	}

	apply(): void {
		this.reset();
	}

	private take(place: number, value: number): void {
		const { values } = this;
		// The first of all: there is no number yet that it could exceed.
		if (!(value >= values[place])) values[place] = value;
		if (!(value <= values[place + 1])) values[place + 1] = value;
	}
}
