/**
 * Pulses driven by windows of given powers instead of frames, so that a day takes a second.
 * Counters, registers and outputs are the firmware's; the test replaces the measurement.
 */

import { packCtRatio } from "energy/ct-ratio";
import Energy from "energy/energy";
import Load from "metrology/load";
import Seal from "metrology/seal";
import Pulses from "pulse/pulses";
import { clock } from "../boards/virtual/clock.ts";
import Timer from "../boards/virtual/timer.ts";
import type { RegisterName } from "../client/register-table.ts";
import { FRAME_RATE_HZ } from "../src/sampling.ts";
import { TestBoard } from "./board.ts";
import { TestModel } from "./model.ts";

/** Frames of a block, as the bench delivers them at full speed. */
const BLOCK = 200;

/** A recorder on one output. */
export interface Counter {
	/** Frames at which pulses began. */
	readonly begun: number[];
	/** Their lengths in frames. */
	readonly widths: number[];
	/** Shortest pause in frames. */
	pause: number;
}

/** W and var of each phase. */
export interface Powers {
	readonly active: readonly [number, number, number];
	readonly reactive?: readonly [number, number, number];
}

/** Larger than any pause. */
const NEVER = Number.POSITIVE_INFINITY;

/** Parts of one power-up. */
interface Parts {
	readonly model: TestModel;
	readonly energy: Energy;
	readonly pulses: Pulses;
}

const NOTHING = [0, 0, 0] as const;

export class PulseStation {
	readonly #settings = new Map<RegisterName, number>();
	/** LED, S0 1, S0 2. */
	readonly counters: readonly Counter[] = [0, 1, 2].map(() => ({
		begun: [],
		widths: [],
		pause: NEVER,
	}));
	#parts: Parts;
	/** Frame of meter time at which the present window began. */
	#begun = clock.frames;
	/** Frame up to which the front end has delivered. */
	#delivered = clock.frames;
	#seed = 1;
	/** ppm by which the board's clock is faster than the crystal of the front end. */
	clockPpm = 0;
	readonly #load = new Load();

	constructor(settings: Partial<Record<RegisterName, number>> = {}) {
		for (const [name, value] of Object.entries(settings))
			this.#settings.set(name as RegisterName, value ?? 0);
		this.#parts = this.#powerUp();
	}

	get pulses(): Pulses {
		return this.#parts.pulses;
	}

	/** Changes the CT ratio. */
	setRatio(primary: number, secondary: number): void {
		this.set("ctRatio", packCtRatio(primary, secondary));
	}

	/** Writes a setting, which has to be allowed. */
	set(name: RegisterName, value: number): void {
		this.#settings.set(name, value);
		const write = this.#parts.model.begin();
		write.restore(this.#parts.model.indexOf(name), value);
		write.enforce();
	}

	/** Number of pulses that have begun on each output. */
	get counts(): number[] {
		return this.counters.map(({ begun }) => begun.length);
	}

	/** Runs `seconds` of meter time, to the frame, in windows of irregular length of about 0.2 s. */
	run({ active, reactive = NOTHING }: Powers, seconds: number): void {
		const end = this.#begun + seconds * FRAME_RATE_HZ;
		while (this.#begun < end) {
			const length = Math.min(end - this.#begun, 760 + 240 * this.#random());
			this.#window(active, reactive, length);
		}
	}

	/** Cuts the power between two windows: the next meter continues from what was saved. */
	cut(): void {
		const saved: number[] = [];
		this.pulses.save(saved);
		this.#parts = this.#powerUp();
		this.pulses.restore(saved);
	}

	#powerUp(): Parts {
		const board = new TestBoard();
		const model = new TestModel();
		const energy = new Energy(model, board.pins, new Seal(board.pins));
		const pulses = new Pulses(board, model, energy);
		const write = model.begin();
		for (const [name, value] of this.#settings) write.restore(model.indexOf(name), value);
		write.enforce();
		[board.pins.led, ...board.pins.s0].forEach((pin, index) => {
			const watch = watcher(this.counters[index]);
			// Timers of the old board no longer matter.
			board.onWrite(pin, (level) => {
				if (pulses === this.pulses) watch(level);
			});
		});
		pulses.start();
		return { model, energy, pulses };
	}

	/** A window may end at any frame, but the firmware sees it at the end of the block. */
	#window(active: readonly number[], reactive: readonly number[], length: number): void {
		const { energy } = this.#parts;
		const load = this.#load;
		for (let k = 0; k < 3; k++) {
			load.activePower[k] = active[k];
			load.reactivePower[k] = reactive[k];
		}
		load.frames = length;
		this.#begun += length * (1 + 1e-6 * this.clockPpm);
		while (this.#delivered < this.#begun) this.#delivered += BLOCK;
		Timer.advance(this.#delivered);
		energy.count(load);
	}

	/** Pseudo-random number 0..1, 1 excluded, the same in every run. */
	#random(): number {
		this.#seed = (Math.imul(this.#seed, 1103515245) + 12345) >>> 0;
		return this.#seed / 2 ** 32;
	}
}

/** Records the pulses of an output. */
function watcher(counter: Counter): (level: 0 | 1) => void {
	let ended = Number.NEGATIVE_INFINITY;
	let begun = 0;
	return (level) => {
		if (level === 1) {
			counter.pause = Math.min(counter.pause, clock.frames - ended);
			begun = clock.frames;
			counter.begun.push(begun);
		} else {
			ended = clock.frames;
			counter.widths.push(ended - begun);
		}
	};
}
