/**
 * `GET /api/truth`: the values that the meter should read, computed from the source at its
 * terminals.
 */
import type { PhaseTruth, Source } from "../source.ts";
import { type Energies, type PrimaryEnergies, secondaryEnergies } from "../truth/energies.ts";

export interface Truth {
	/** Meter time of these values. */
	meterSeconds: number;
	/** Hz. */
	frequency: number;
	phases: readonly PhaseTruth[];
	/** V: L1-L2, L1-L3, L2-L3. */
	lineVoltages: readonly number[];
	/** W, var, VA. */
	total: { activePower: number; reactivePower: number; apparentPower: number };
	/** Wh and varh since the start, on both sides of the current transformers. */
	energy: { secondary: Energies; primary: Energies };
}

/**
 * @param primary energies on the primary side
 * @param threeWire true if the phases are the two elements of a network without neutral
 */
export function truthOf(
	source: Source,
	primary: PrimaryEnergies,
	meterSeconds: number,
	threeWire: boolean,
): Truth {
	const { phases } = source;
	const activePower = sum(phases, "activePower");
	const reactivePower = sum(phases, "reactivePower");
	const apparentPower = threeWire
		? Math.hypot(activePower, reactivePower)
		: sum(phases, "apparentPower");
	const secondary = secondaryEnergies(source);
	return {
		meterSeconds,
		frequency: source.frequency,
		phases,
		lineVoltages: source.lineVoltages,
		total: { activePower, reactivePower, apparentPower },
		energy: { secondary, primary: primary.at(secondary) },
	};
}

function sum<K extends string>(items: readonly Record<K, number>[], key: K): number {
	return items.reduce((total, item) => total + item[key], 0);
}
