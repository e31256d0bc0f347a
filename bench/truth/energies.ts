/** Energies on both sides of the current transformers. */
import type { EnergyTruth, Source, TotalEnergyTruth } from "../source.ts";

/** Energies of each phase and of all. */
export interface Energies {
	readonly phases: readonly EnergyTruth[];
	readonly total: TotalEnergyTruth;
}

/** Energies at the meter's terminals. */
export function secondaryEnergies({ energies, total }: Source): Energies {
	return { phases: energies, total };
}

/**
 * Energies on the primary side of the current transformers: the energy of each period at the
 * terminals times the ratio that the meter was given for it. The ratio is 1 at first.
 */
export class PrimaryEnergies {
	#ratio = 1;
	/** Both sides at the last change of the ratio; before one, both are 0. */
	#change: { secondary: Energies; primary: Energies } | undefined;

	/**
	 * Starts a period.
	 * @param secondary energies so far
	 */
	setRatio(ratio: number, secondary: Energies): void {
		if (ratio === this.#ratio) return;
		this.#change = { secondary, primary: this.at(secondary) };
		this.#ratio = ratio;
	}

	/** Primary energies that belong to `secondary`, the energies so far. */
	at(secondary: Energies): Energies {
		const change = this.#change;
		if (!change) return secondary;
		return {
			phases: secondary.phases.map((phase, index) =>
				grown(
					change.primary.phases[index] ?? phase,
					change.secondary.phases[index] ?? phase,
					phase,
					this.#ratio,
				),
			),
			total: grown(change.primary.total, change.secondary.total, secondary.total, this.#ratio),
		};
	}
}

/** Adds the growth from `from` to `to`, times `ratio`, to `start`. */
function grown<T extends EnergyTruth>(start: T, from: T, to: T, ratio: number): T {
	const keys = Object.keys(to) as (keyof T)[];
	const values = keys.map((key) => {
		const [base, before, now] = [start[key], from[key], to[key]] as [number, number, number];
		return [key, base + ratio * (now - before)];
	});
	return Object.fromEntries(values) as T;
}
