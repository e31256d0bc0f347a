/** `GET /api/truth`: what the meter should read, from the source at its terminals, not through the meter. */
import type { EnergyTruth, PhaseTruth, Source } from "../source.ts";

/** Energies of each phase and of all. */
export interface Energies {
	phases: readonly EnergyTruth[];
	/** Sums over the phases. */
	total: EnergyTruth;
}

/** See the file's head. */
export interface Truth {
	/** Meter time that these hold for. */
	meterSeconds: number;
	/** Hz. */
	frequency: number;
	phases: readonly PhaseTruth[];
	/** V: L1-L2, L1-L3, L2-L3. */
	lineVoltages: readonly number[];
	/** W, var, VA. */
	total: { activePower: number; reactivePower: number; apparentPower: number };
	/** Wh and varh; the CT ratio is 1 until it can be set, so both sides are the same. */
	energy: { secondary: Energies; primary: Energies };
}

/** @param threeWire whether the phases are the two elements of a network without neutral */
export function truthOf(source: Source, meterSeconds: number, threeWire: boolean): Truth {
	const { phases, energies } = source;
	const activePower = sum(phases, "activePower");
	const reactivePower = sum(phases, "reactivePower");
	const apparentPower = threeWire ? Math.hypot(activePower, reactivePower) : sum(phases, "apparentPower");
	const secondary: Energies = {
		phases: energies,
		total: {
			forwardActive: sum(energies, "forwardActive"),
			reverseActive: sum(energies, "reverseActive"),
			forwardReactive: sum(energies, "forwardReactive"),
			reverseReactive: sum(energies, "reverseReactive"),
		},
	};
	return {
		meterSeconds,
		frequency: source.frequency,
		phases,
		lineVoltages: source.lineVoltages,
		total: { activePower, reactivePower, apparentPower },
		energy: { secondary, primary: secondary },
	};
}

function sum<K extends string>(items: readonly Record<K, number>[], key: K): number {
	return items.reduce((total, item) => total + item[key], 0);
}
