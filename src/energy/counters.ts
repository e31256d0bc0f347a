/**
 * Energy counters: each a whole number of Wh or varh, 0..999 999 999, and a fraction in [0, 1).
 * They only ever count up, and roll over (manual 7.2).
 *
 * Per tariff: forward and reverse active energy, each the sum over the phases; the same netted over
 * the phases before the sign is split (combination code 5 cannot be computed later); reactive
 * energy by the quadrant of its phase, and netted. Per phase: forward and reverse, active and
 * reactive.
 */
import type Load from "metrology/load";
import { quadrantOf } from "metrology/load";
import { FRAMES_PER_HOUR } from "sampling";

/** Tariffs T1..T4. */
export const TARIFFS = 4;

/** Wh at which a counter rolls over to 0. */
export const ROLL_OVER = 1_000_000_000;

/** Counters of one tariff. */
export const Kind = Object.freeze({
	FORWARD: 0,
	REVERSE: 1,
	NET_FORWARD: 2,
	NET_REVERSE: 3,
	/** Q1; the other quadrants follow. */
	QUADRANT: 4,
	NET_FORWARD_REACTIVE: 8,
	NET_REVERSE_REACTIVE: 9,
	COUNT: 10,
} as const);

/** Counters of one phase. */
export const PhaseKind = Object.freeze({
	FORWARD: 0,
	REVERSE: 1,
	FORWARD_REACTIVE: 2,
	REVERSE_REACTIVE: 3,
	COUNT: 4,
} as const);

/** Index of the first counter of the phases; those of the tariffs come before, T1 first. */
export const PHASE_COUNTERS = TARIFFS * Kind.COUNT;

/** Number of counters. */
export const COUNTERS = PHASE_COUNTERS + 3 * PhaseKind.COUNT;

export default class EnergyCounters {
	/** Whole Wh and varh. */
	readonly whole: number[] = new Array(COUNTERS).fill(0);
	/** Fractions of a Wh or varh, in [0, 1). */
	readonly fraction: number[] = new Array(COUNTERS).fill(0);
	/** Wh and varh that the last window added to its tariff's counters, by {@link Kind}. */
	readonly increments: number[] = new Array(Kind.COUNT).fill(0);
	/** Whole Wh and varh at the last reset of the resettable counters. */
	readonly resetPoint: number[] = new Array(COUNTERS).fill(0);
	/**
	 * Active (Wh) and reactive (varh) energy at the terminals since the start, in whatever direction.
	 */
	activeThroughput = 0;
	reactiveThroughput = 0;

	/**
	 * Counts the energy of one window.
	 * @param tariff 0..3
	 * @param ratio of the current transformers: energy is counted on their primary side
	 */
	count(load: Load, tariff: number, ratio: number): void {
		const at = tariff * Kind.COUNT;
		const hours = (load.frames * ratio) / FRAMES_PER_HOUR;
		for (let kind = 0; kind < Kind.COUNT; kind++) this.increments[kind] = 0;
		let netActive = 0;
		let netReactive = 0;
		for (let k = 0; k < load.elements; k++) {
			const active = load.activePower[k] * hours;
			const reactive = load.reactivePower[k] * hours;
			const phase = load.perPhase ? PHASE_COUNTERS + k * PhaseKind.COUNT : -1;
			netActive += active;
			netReactive += reactive;
			this.activeThroughput += Math.abs(active) / ratio;
			this.reactiveThroughput += Math.abs(reactive) / ratio;
			this.split(at + Kind.FORWARD, at + Kind.REVERSE, active);
			if (reactive !== 0)
				this.add(at + Kind.QUADRANT + quadrantOf(active, reactive) - 1, Math.abs(reactive));
			if (phase < 0) continue;
			this.split(phase + PhaseKind.FORWARD, phase + PhaseKind.REVERSE, active);
			this.split(phase + PhaseKind.FORWARD_REACTIVE, phase + PhaseKind.REVERSE_REACTIVE, reactive);
		}
		this.split(at + Kind.NET_FORWARD, at + Kind.NET_REVERSE, netActive);
		this.split(at + Kind.NET_FORWARD_REACTIVE, at + Kind.NET_REVERSE_REACTIVE, netReactive);
	}

	/** Resets the resettable counters to zero. */
	reset(): void {
		for (let i = 0; i < COUNTERS; i++) this.resetPoint[i] = this.whole[i];
	}

	/** Adds a signed energy to the counter of its sign. */
	private split(forward: number, reverse: number, energy: number): void {
		if (energy > 0) this.add(forward, energy);
		else if (energy < 0) this.add(reverse, -energy);
	}

	/** Adds an energy, positive and finite; anything else is not counted. */
	private add(counter: number, energy: number): void {
		if (!(energy < ROLL_OVER)) return;
		if (counter < PHASE_COUNTERS) this.increments[counter % Kind.COUNT] += energy;
		const sum = this.fraction[counter] + energy;
		const whole = Math.floor(sum);
		this.fraction[counter] = sum - whole;
		if (whole > 0) this.whole[counter] = (this.whole[counter] + whole) % ROLL_OVER;
	}
}
