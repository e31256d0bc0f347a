/** Answers for the energy registers from metrology's counters, by the combination code, and resets the resettable ones. */
import { Combination, combine } from "metrology/combination";
import { Kind, PHASE_COUNTERS, PhaseKind, ROLL_OVER, TARIFFS } from "metrology/energy";
import type Metrology from "metrology/metrology";
import type RegisterModel from "registers/model";
import type { Owner } from "registers/model";
import type { EnergyKey } from "registers/row";
import { indexOf, table } from "registers/table";

const COMBINATION_CODE = indexOf("combinationCode");
const RESETTABLE = indexOf("resettableEnergy");

/** Counters within a tariff that are summed. */
type Counters = readonly number[];

const QUADRANTS = Object.freeze({
	Q1: Kind.QUADRANT,
	Q2: Kind.QUADRANT + 1,
	Q3: Kind.QUADRANT + 2,
	Q4: Kind.QUADRANT + 3,
});

/** Counters that make up forward and reverse energy, of each phase or netted over the phases. */
interface Parts {
	readonly perPhase: Counters;
	readonly netted: Counters;
}

const PARTS: Readonly<Record<EnergyKey["quantity"], Readonly<Record<"forward" | "reverse", Parts>>>> =
	Object.freeze({
		active: Object.freeze({
			forward: Object.freeze({
				perPhase: Object.freeze([Kind.FORWARD]),
				netted: Object.freeze([Kind.NET_FORWARD]),
			}),
			reverse: Object.freeze({
				perPhase: Object.freeze([Kind.REVERSE]),
				netted: Object.freeze([Kind.NET_REVERSE]),
			}),
		}),
		reactive: Object.freeze({
			forward: Object.freeze({
				perPhase: Object.freeze([QUADRANTS.Q1, QUADRANTS.Q2]),
				netted: Object.freeze([Kind.NET_FORWARD_REACTIVE]),
			}),
			reverse: Object.freeze({
				perPhase: Object.freeze([QUADRANTS.Q3, QUADRANTS.Q4]),
				netted: Object.freeze([Kind.NET_REVERSE_REACTIVE]),
			}),
		}),
	});

/** Counters within a tariff whose sum is an energy of all phases. @param netted as the combination code says */
export function countersOf(
	quantity: EnergyKey["quantity"],
	direction: "forward" | "reverse",
	netted: boolean,
): Counters {
	return PARTS[quantity][direction][netted ? "netted" : "perPhase"];
}

export default class EnergyRegisters implements Owner {
	readonly #model: RegisterModel;
	readonly #metrology: Metrology;
	/** The energy counters as they stood at the last reset. */
	readonly #reset: number[];

	constructor(model: RegisterModel, metrology: Metrology) {
		this.#model = model;
		this.#metrology = metrology;
		this.#reset = metrology.energy.whole.slice();
		table.forEach((row, index) => {
			if (row.energy) model.own(index, this);
		});
	}

	/** Wh or varh. */
	read(index: number): number {
		const key = table[index].energy;
		if (!key) return 0;
		if (key.direction === "total") {
			const code = this.#model.get(COMBINATION_CODE);
			return combine(code, this.#directed(key, "forward"), this.#directed(key, "reverse")) % ROLL_OVER;
		}
		if (key.direction === "forward" || key.direction === "reverse") return this.#directed(key, key.direction);
		return this.#sum(key, [QUADRANTS[key.direction]]);
	}

	/** Only 0 is in range: a reset of the counters that can be reset. */
	write(index: number): void {
		if (index !== RESETTABLE) return;
		const { whole } = this.#metrology.energy;
		for (let i = 0; i < whole.length; i++) this.#reset[i] = whole[i];
	}

	#directed(key: EnergyKey, direction: "forward" | "reverse"): number {
		if (key.phase > 0) return this.#ofPhase(key, direction);
		const netted = this.#model.get(COMBINATION_CODE) === Combination.NETTED;
		return this.#sum(key, countersOf(key.quantity, direction, netted));
	}

	#ofPhase({ quantity, phase, resettable }: EnergyKey, direction: "forward" | "reverse"): number {
		const first = quantity === "active" ? PhaseKind.FORWARD : PhaseKind.FORWARD_REACTIVE;
		const place = first + (direction === "forward" ? 0 : 1);
		return this.#counter(PHASE_COUNTERS + (phase - 1) * PhaseKind.COUNT + place, resettable);
	}

	/** Sum of counters over the key's tariffs; it rolls over as a counter does. */
	#sum(key: EnergyKey, counters: Counters): number {
		let sum = 0;
		for (let tariff = 0; tariff < TARIFFS; tariff++) {
			if (key.tariff !== 0 && key.tariff !== tariff + 1) continue;
			for (let i = 0; i < counters.length; i++) {
				const at = tariff * Kind.COUNT + counters[i];
				sum += key.page < 0 ? this.#counter(at, key.resettable) : this.#ofPage(key.page, at);
			}
		}
		return sum % ROLL_OVER;
	}

	#counter(counter: number, resettable: boolean): number {
		const value = this.#metrology.energy.whole[counter];
		return resettable ? (value - this.#reset[counter] + ROLL_OVER) % ROLL_OVER : value;
	}

	#ofPage(page: number, counter: number): number {
		return this.#metrology.ctHistory.energy(page, counter, this.#metrology.energy.whole);
	}
}
