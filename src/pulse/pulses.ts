/**
 * The pulse outputs (manual 5, 7.6.3): the red LED, which tells the energy at the meter's
 * terminals, and two S0 outputs, which tell the energy at the primary side, in the quantities that
 * their settings say.
 */
import type { Board } from "board";
import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import type Energy from "energy/energy";
import { EnergyKind } from "energy/quantities";
import PulseOutput, { Spreading } from "pulse/output";
import { PulseType, type pulseSettings } from "pulse/settings";
import { type Binding, Outcome, type StagedWrite } from "registers/binding";
import { METER_AMPS } from "registers/identity";
import type RegisterModel from "registers/model";
import { FRAME_RATE_HZ } from "sampling";

/** Meter constant of the LED. */
const LED_IMP_PER_KWH = 10_000;

/** Length of the LED's flash: half the interval at 18 kW, more than the terminals allow. */
const LED_WIDTH_MS = 10;

const WH_PER_KWH = 1000;
const FRAMES_PER_MS = FRAME_RATE_HZ / 1000;

/**
 * Power in kW at the terminals that the pulses have to keep up with: three phases, 230 V, the
 * meter's amperes.
 */
const MAXIMUM_POWER_KW = (3 * 230 * METER_AMPS) / 1000;

export type PulseName = (typeof pulseSettings)[number]["name"] | "ctRatio";

/**
 * True if pulses of this width (ms), with pauses as long, come often enough at the highest power.
 */
function keepsUp(rate: number, widthMs: number, ratio: number): boolean {
	const factor = ctPrimaryOf(ratio) / ctSecondaryOf(ratio);
	const perSecond = (rate * MAXIMUM_POWER_KW * factor) / 3600;
	return perSecond * 2 * widthMs <= 1000;
}

export default class Pulses {
	private readonly model: RegisterModel<PulseName>;
	private readonly energy: Energy;
	private readonly clock: Board["clock"];
	private readonly spreading = new Spreading();
	/** LED, S0 1, S0 2. */
	private readonly outputs: readonly [PulseOutput, PulseOutput, PulseOutput];
	private readonly rateRow: number;
	private readonly widthRow: number;
	private readonly typeRow: number;
	/** Meaning of a pulse of the S0 outputs. */
	private rate: number;
	private type: number;

	constructor(
		{ pins, clock }: Pick<Board, "pins" | "clock">,
		model: RegisterModel<PulseName>,
		energy: Energy,
	) {
		const spreading = this.spreading;
		this.model = model;
		this.energy = energy;
		this.clock = clock;
		this.rateRow = model.indexOf("s0Rate");
		this.widthRow = model.indexOf("pulseWidth");
		this.typeRow = model.indexOf("pulseType");
		this.rate = model.get(this.rateRow);
		this.type = model.get(this.typeRow);
		const widthMs = model.get(this.widthRow);
		this.outputs = [
			new PulseOutput(pins, pins.led, clock, spreading, LED_WIDTH_MS),
			new PulseOutput(pins, pins.s0[0], clock, spreading, widthMs),
			new PulseOutput(pins, pins.s0[1], clock, spreading, widthMs),
		];
		this.bind(model.indexOf("ctRatio"));
	}

	/** Adopts the settings and starts to drive the outputs. */
	start(): void {
		this.adopt();
		const rows = [this.rateRow, this.widthRow, this.typeRow];
		this.model.onChange(rows, () => this.adopt());
		this.energy.addListener(this);
		for (const output of this.outputs) output.start();
	}

	/**
	 * Writes the pulses that are due, whole and fraction, for LED, S0 1 and S0 2, to the front of
	 * `pending`. None begins until {@link resume}: it would be made again after the power cut.
	 */
	save(pending: number[]): void {
		// A write is saved before its listeners hear of it.
		this.adopt();
		for (let i = 0; i < this.outputs.length; i++) {
			this.outputs[i].pause();
			pending[i] = this.outputs[i].pending;
		}
	}

	/** Continues, since the supply has come back. */
	resume(): void {
		for (let i = 0; i < this.outputs.length; i++) this.outputs[i].resume();
	}

	/** Continues with the pulses of {@link save}, under the settings that are in the registers. */
	restore(pending: readonly number[]): void {
		this.adopt();
		for (let i = 0; i < this.outputs.length; i++) this.outputs[i].pending = pending[i];
	}

	/** Adds the pulses of a window of `frames` frames whose energy has been counted. */
	addWindow(frames: number): void {
		const energy = this.energy;
		const outputs = this.outputs;
		// By index: destructuring an array would allocate, five times a second.
		const led = outputs[0];
		const first = outputs[1];
		const second = outputs[2];
		const nowMs = this.clock.microseconds / 1000;
		for (let i = 0; i < outputs.length; i++) outputs[i].hold(nowMs);
		this.spreading.next(nowMs, frames / FRAMES_PER_MS);

		const forward = energy.increment(EnergyKind.FORWARD_ACTIVE);
		const reverse = energy.increment(EnergyKind.REVERSE_ACTIVE);
		const rate = this.rate / WH_PER_KWH;
		led.add(((forward + reverse) / energy.ctHistory.factor) * (LED_IMP_PER_KWH / WH_PER_KWH));
		if (this.type === PulseType.FORWARD_REVERSE) {
			first.add(forward * rate);
			second.add(reverse * rate);
			return;
		}
		first.add((forward + reverse) * rate);
		const reactive =
			energy.increment(EnergyKind.FORWARD_REACTIVE) + energy.increment(EnergyKind.REVERSE_REACTIVE);
		second.add(reactive * rate);
	}

	/**
	 * Adopts the settings. Pulses that mean something else start from zero: no receiver could tell
	 * old from new.
	 */
	private adopt(): void {
		const model = this.model;
		const rate = model.get(this.rateRow);
		const type = model.get(this.typeRow);
		const isNewMeaning = rate !== this.rate || type !== this.type;
		for (let i = 1; i < this.outputs.length; i++) {
			this.outputs[i].widthMs = model.get(this.widthRow);
			if (isNewMeaning) this.outputs[i].pending = 0;
		}
		this.rate = rate;
		this.type = type;
	}

	/** Refuses a rate and a width that cannot keep up with each other. */
	private bind(ratioRow: number): void {
		const judge: Binding["judge"] = (index, value, staged: StagedWrite) => {
			const rate = index === this.rateRow ? value : staged.valueOf(this.rateRow);
			const widthMs = index === this.widthRow ? value : staged.valueOf(this.widthRow);
			return keepsUp(rate, widthMs, staged.valueOf(ratioRow)) ? Outcome.DONE : Outcome.BAD_VALUE;
		};
		this.model.bind(this.rateRow, { judge });
		this.model.bind(this.widthRow, { judge });
	}
}
