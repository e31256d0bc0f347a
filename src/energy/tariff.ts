/** The tariff in force (manual 7.6.2). */
import { TARIFFS } from "energy/counters";

export default class Tariff {
	/** 0..3 for T1..T4: index into the energy counters. */
	#index = 0;

	/** 1..4. */
	get number(): number {
		return this.#index + 1;
	}

	/** Anything but 1..4 is ignored. */
	set number(number: number) {
		if (number >= 1 && number <= TARIFFS) this.#index = number - 1;
	}

	/** 0..3. */
	get index(): number {
		return this.#index;
	}
}
