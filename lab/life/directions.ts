/**
 * Directions of the phases' active power, as a meter shows them: a direction stays until a power of
 * the other one exceeds the dead band (docs/metrology.md). A phase that the wiring does not count
 * is forward.
 */
import { countedPhases, countedPowers, type LifeLoad } from "./load.ts";

/** Share of the apparent power that a power must exceed to turn its direction. */
const DEAD_BAND = 0.001;

export class Directions {
	/** By phase: true if the power is reverse; undefined if a short load may have turned it. */
	#reverse: (boolean | undefined)[] = [false, false, false];

	/** True if the power of a phase is reverse; undefined if that cannot be known. */
	reverse(phase: number): boolean | undefined {
		return this.#reverse[phase];
	}

	/** The meter starts: no power has been reverse. */
	restart(): void {
		this.#reverse = [false, false, false];
	}

	/**
	 * A load has been there.
	 * @param settled true if it has lasted until its own readings were shown
	 */
	pass(load: LifeLoad, wiring: number, settled: boolean): void {
		const { active } = countedPowers(load, wiring);
		load.phases.forEach(([voltage, current], phase) => {
			const power = active[phase] ?? 0;
			const counts = phase < countedPhases(wiring);
			if (counts && Math.abs(power) <= DEAD_BAND * voltage * current) return;
			const reverse = power < 0;
			if (settled) this.#reverse[phase] = reverse;
			else if (this.#reverse[phase] !== reverse) this.#reverse[phase] = undefined;
		});
	}
}
