/**
 * The pulse outputs (manual 5, 7.6.3): the red LED, which tells the energy at the meter's terminals, and two S0
 * outputs, which tell it before the current transformers, in the quantities that the registers set.
 */
import { type Board, FRAME_RATE_HZ } from "board";
import { Combination } from "metrology/combination";
import type Metrology from "metrology/metrology";
import PulseOutput from "pulse/output";
import Spreading from "pulse/spreading";
import { incrementOf } from "registers/energy-registers";
import type RegisterModel from "registers/model";
import { EnergyKind } from "registers/row";
import { PulseType } from "registers/settings";
import { indexOf } from "registers/table";

/** Pulses of the LED for a kWh. */
const LED_RATE = 10_000;

/** Length of the LED's flash in ms: half the interval at 18 kW, more than the terminals take. */
const LED_WIDTH = 10;

const WH_PER_KWH = 1000;
const FRAMES_PER_MILLISECOND = FRAME_RATE_HZ / 1000;

const COMBINATION_CODE = indexOf("combinationCode");
const RATE = indexOf("s0Rate");
const WIDTH = indexOf("pulseWidth");
const TYPE = indexOf("pulseType");

export default class Pulses {
	readonly #registers: RegisterModel;
	readonly #metrology: Metrology;
	readonly #board: Board;
	readonly #spreading = new Spreading();
	/** LED, S0 1, S0 2. */
	readonly #outputs: readonly [PulseOutput, PulseOutput, PulseOutput];
	/** What a pulse of the S0 outputs means. */
	#rate: number;
	#type: number;

	/** Takes every window that `metrology` counts from now on. */
	constructor(board: Board, registers: RegisterModel, metrology: Metrology) {
		const { pins, clock } = board;
		const spreading = this.#spreading;
		const width = registers.get(WIDTH);
		this.#board = board;
		this.#registers = registers;
		this.#metrology = metrology;
		this.#rate = registers.get(RATE);
		this.#type = registers.get(TYPE);
		this.#outputs = [
			new PulseOutput(pins, pins.led, clock, spreading, LED_WIDTH),
			new PulseOutput(pins, pins.s0[0], clock, spreading, width),
			new PulseOutput(pins, pins.s0[1], clock, spreading, width),
		];
		metrology.onCounted = (frames) => this.#take(frames);
	}

	/** Number of outputs, and of what {@link save} and {@link restore} carry. */
	get count(): number {
		return this.#outputs.length;
	}

	/** Writes the pulses that are due, whole and fraction, LED, S0 1, S0 2, to the front of `pending`. */
	save(pending: number[]): void {
		for (let i = 0; i < this.#outputs.length; i++) pending[i] = this.#outputs[i].pending;
	}

	/** Goes on with what {@link save} has written; the settings must be in the registers already. */
	restore(pending: readonly number[]): void {
		this.#rate = this.#registers.get(RATE);
		this.#type = this.#registers.get(TYPE);
		for (let i = 0; i < this.#outputs.length; i++) this.#outputs[i].pending = pending[i];
	}

	/** Takes a window of so many frames that metrology has counted. */
	#take(frames: number): void {
		this.#follow();
		const outputs = this.#outputs;
		// By number: taking an array apart makes objects, five times a second.
		const led = outputs[0];
		const first = outputs[1];
		const second = outputs[2];
		const now = this.#board.clock.microseconds / 1000;
		for (let i = 0; i < outputs.length; i++) outputs[i].hold(now);
		this.#spreading.next(now, frames / FRAMES_PER_MILLISECOND);

		const forward = this.#energy(EnergyKind.FORWARD_ACTIVE);
		const reverse = this.#energy(EnergyKind.REVERSE_ACTIVE);
		const rate = this.#rate / WH_PER_KWH;
		led.add(((forward + reverse) / this.#metrology.ctHistory.factor) * (LED_RATE / WH_PER_KWH));
		if (this.#type === PulseType.FORWARD_REVERSE) {
			first.add(forward * rate);
			second.add(reverse * rate);
			return;
		}
		first.add((forward + reverse) * rate);
		const reactive =
			this.#energy(EnergyKind.FORWARD_REACTIVE) + this.#energy(EnergyKind.REVERSE_REACTIVE);
		second.add(reactive * rate);
	}

	/** Follows the settings. A pulse that means something else begins anew: no receiver could tell old from new. */
	#follow(): void {
		const registers = this.#registers;
		const rate = registers.get(RATE);
		const type = registers.get(TYPE);
		const width = registers.get(WIDTH);
		for (let i = 1; i < this.#outputs.length; i++) {
			this.#outputs[i].width = width;
			if (rate !== this.#rate || type !== this.#type) this.#outputs[i].pending = 0;
		}
		this.#rate = rate;
		this.#type = type;
	}

	/** Wh or varh of the last window as the registers count it, before the current transformers. */
	#energy(kind: EnergyKind): number {
		const netted = this.#registers.get(COMBINATION_CODE) === Combination.NETTED;
		return incrementOf(kind, netted, this.#metrology.energy.increments);
	}
}
