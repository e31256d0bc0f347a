/** The true energy of a torture run, computed by its definition, without the firmware. */

/** Order of the firmware's counters: ten for each tariff, then four for each phase. */
const PER_TARIFF = 10;
const PER_PHASE = 4;
const PHASES_FROM = 4 * PER_TARIFF;
const COUNTERS = PHASES_FROM + 3 * PER_PHASE;

/**
 * Seconds of load that may be lost without a warning: one minute, and the second in which it ends.
 */
export const SECONDS_AT_RISK = 61;

/**
 * Wh at the terminals that may be lost otherwise, and the fraction of a Wh that only a warning
 * saves.
 */
const ENERGY_AT_RISK = 10;
const FRACTION_AT_RISK = 1;

/** Permitted difference of binary fractions: Wh, and of the energy itself. */
const ROUNDING_WH = 1e-6;
const ROUNDING_SHARE = 1e-12;

/**
 * Judges a counter after a power cut.
 * @param oldest truth before the seconds at risk
 * @param ratio primary over secondary current
 * @param warned true if the meter had a warning and all of its hold-up time
 * @returns the fault; undefined: none
 */
export function counterFault(
	value: number,
	truth: number,
	oldest: number,
	ratio: number,
	warned: boolean,
): string | undefined {
	const rounding = ROUNDING_WH + ROUNDING_SHARE * truth;
	if (!(value <= truth + rounding)) return `${value} is ahead of ${truth}`;
	const lost = truth - value;
	if (warned && lost > rounding) return `${lost} Wh lost despite the warning`;
	return lost > ENERGY_AT_RISK * ratio + rounding && value < oldest - FRACTION_AT_RISK
		? `${lost} Wh lost, of which ${truth - oldest} are excusable`
		: undefined;
}

/** Powers of the three phases at the terminals, W and var. */
export interface Powers {
	readonly active: readonly [number, number, number];
	readonly reactive: readonly [number, number, number];
}

export class Ledger {
	/** Wh and varh, CT ratio included. */
	readonly energy: number[] = new Array<number>(COUNTERS).fill(0);

	/**
	 * Counts the energy of `seconds` seconds.
	 * @param tariff 1..4
	 * @param ratio primary over secondary current
	 */
	count({ active, reactive }: Powers, seconds: number, tariff: number, ratio: number): void {
		const factor = (seconds / 3600) * ratio;
		const base = (tariff - 1) * PER_TARIFF;
		active.forEach((power, phase) => {
			const p = power * factor;
			const q = (reactive[phase] ?? 0) * factor;
			const own = PHASES_FROM + phase * PER_PHASE;
			this.#split(base, p);
			this.#split(own, p);
			this.#split(own + 2, q);
			// Q1 ++, Q2 −+, Q3 −−, Q4 +−
			const quadrant = q >= 0 ? (p >= 0 ? 0 : 1) : p >= 0 ? 3 : 2;
			this.#add(base + 4 + quadrant, Math.abs(q));
		});
		this.#split(base + 2, factor * sum(active));
		this.#split(base + 8, factor * sum(reactive));
	}

	/** Copies the present energy. */
	snapshot(): readonly number[] {
		return [...this.energy];
	}

	/** Continues from the meter's energy. */
	rebase(energy: readonly number[]): void {
		for (const [i, value] of energy.entries()) this.energy[i] = value;
	}

	/** Adds a positive energy to a counter, a negative one to the next. */
	#split(at: number, energy: number): void {
		this.#add(energy >= 0 ? at : at + 1, Math.abs(energy));
	}

	#add(at: number, energy: number): void {
		this.energy[at] = (this.energy[at] ?? 0) + energy;
	}
}

function sum(values: readonly number[]): number {
	return values.reduce((a, b) => a + b, 0);
}
