/** Energies by direction, from powers that are constant for a time. */
import type { EnergyTruth, PhaseTruth, TotalEnergyTruth } from "../source.ts";

type Powers = Pick<PhaseTruth, "activePower" | "reactivePower">;

export function noEnergy(): EnergyTruth {
	return { forwardActive: 0, reverseActive: 0, forwardReactive: 0, reverseReactive: 0 };
}

export function noTotal(): TotalEnergyTruth {
	return {
		...noEnergy(),
		netForwardActive: 0,
		netReverseActive: 0,
		netForwardReactive: 0,
		netReverseReactive: 0,
	};
}

/** Adds energies of two times. */
export function sumOf<T extends EnergyTruth>(one: T, other: T): T {
	const keys = Object.keys(one) as (keyof T)[];
	const sums = keys.map((key) => [key, (one[key] as number) + (other[key] as number)]);
	return Object.fromEntries(sums) as T;
}

/** Adds the energy of `powers` over `hours` to `energy`. */
export function plusEnergy(energy: EnergyTruth, powers: Powers, hours: number): EnergyTruth {
	return {
		forwardActive: energy.forwardActive + Math.max(powers.activePower, 0) * hours,
		reverseActive: energy.reverseActive + Math.max(-powers.activePower, 0) * hours,
		forwardReactive: energy.forwardReactive + Math.max(powers.reactivePower, 0) * hours,
		reverseReactive: energy.reverseReactive + Math.max(-powers.reactivePower, 0) * hours,
	};
}

/**
 * Adds the energy of all phases' powers over `hours` to `total`.
 * @param elements true if the phases are the two elements of a network without neutral: they are
 *   added before the direction is determined
 */
export function plusTotal(
	total: TotalEnergyTruth,
	phases: readonly Powers[],
	hours: number,
	elements: boolean,
): TotalEnergyTruth {
	const sum = {
		activePower: phases.reduce((power, phase) => power + phase.activePower, 0),
		reactivePower: phases.reduce((power, phase) => power + phase.reactivePower, 0),
	};
	const net = plusEnergy(noEnergy(), sum, hours);
	const counted = elements ? [sum] : phases;
	return {
		...counted.reduce<EnergyTruth>((energy, powers) => plusEnergy(energy, powers, hours), total),
		netForwardActive: total.netForwardActive + net.forwardActive,
		netReverseActive: total.netReverseActive + net.reverseActive,
		netForwardReactive: total.netForwardReactive + net.forwardReactive,
		netReverseReactive: total.netReverseReactive + net.reverseReactive,
	};
}
