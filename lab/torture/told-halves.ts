/** An analyser that is told the voltages' half cycles and measures nothing (quality/results). */
import { HALF_SQUARES, HALVES, HALVES_KEPT, OUTSIDE } from "quality/results";
import type { QualityAnalyser } from "quality-analyser";

/** V in a step of the kernel, of a front end of 800 V full scale and nominal gains. */
const VOLTS_A_STEP = 800 / 2 ** 19;

export class ToldHalves implements QualityAnalyser {
	/** Mean squares, three a half cycle. Made when it is told: what is made before may be frozen. */
	#squares: number[] = [];
	#halves = 0;
	#outside = 0;

	at(place: number): number {
		if (place === HALVES) return this.#halves;
		if (place === OUTSIDE) return this.#outside;
		return this.#squares[place - HALF_SQUARES] ?? 0;
	}

	enable(): void {}

	setLimits(): void {}

	/**
	 * Tells the next half cycle.
	 * @param volts RMS of the phases over a cycle
	 * @param isOutside true if one of them is outside its limits
	 */
	tell(volts: readonly number[], isOutside: boolean): void {
		if (this.#squares.length === 0) this.#squares = new Array(3 * HALVES_KEPT).fill(0);
		const at = 3 * (this.#halves % HALVES_KEPT);
		for (let phase = 0; phase < 3; phase++)
			this.#squares[at + phase] = ((volts[phase] ?? 0) / VOLTS_A_STEP) ** 2;
		this.#halves++;
		if (isOutside) this.#outside++;
	}
}
