/** Answers for the energy registers from metrology's counters, by the combination code, and resets the resettable ones. */
import { Combination, combine } from "metrology/combination";
import { Kind, PHASE_COUNTERS, PhaseKind, ROLL_OVER, TARIFFS } from "metrology/energy";
import type Metrology from "metrology/metrology";
import type RegisterModel from "registers/model";
import type { Owner } from "registers/model";
import type { EnergyKey } from "registers/row";
import { indexOf, table } from "registers/table";
import type Keeper from "storage/keeper";

const COMBINATION_CODE = indexOf("combinationCode");
const RESETTABLE = indexOf("resettableEnergy");

/** Words of a key. As constants of the module: a string that stands in an expression makes garbage in XS. */
const TOTAL = "total";
const FORWARD = "forward";
const REVERSE = "reverse";
const ACTIVE = "active";
const Q1 = "Q1";
const Q2 = "Q2";
const Q3 = "Q3";

/** Counters within a tariff that are summed. */
type Counters = readonly number[];

/** Counters that make up forward or reverse energy, of each phase or netted over the phases. */
interface Parts {
	readonly perPhase: Counters;
	readonly netted: Counters;
}

function parts(perPhase: readonly number[], netted: number): Parts {
	return Object.freeze({ perPhase: Object.freeze(perPhase), netted: Object.freeze([netted]) });
}

const FORWARD_ACTIVE = parts([Kind.FORWARD], Kind.NET_FORWARD);
const REVERSE_ACTIVE = parts([Kind.REVERSE], Kind.NET_REVERSE);
const FORWARD_REACTIVE = parts([Kind.QUADRANT, Kind.QUADRANT + 1], Kind.NET_FORWARD_REACTIVE);
const REVERSE_REACTIVE = parts([Kind.QUADRANT + 2, Kind.QUADRANT + 3], Kind.NET_REVERSE_REACTIVE);

/** Counters within a tariff whose sum is an energy of all phases. @param netted as the combination code says */
export function countersOf(
	quantity: EnergyKey["quantity"],
	direction: "forward" | "reverse",
	netted: boolean,
): Counters {
	const forward = direction === FORWARD;
	const active = forward ? FORWARD_ACTIVE : REVERSE_ACTIVE;
	const counters = quantity === ACTIVE ? active : forward ? FORWARD_REACTIVE : REVERSE_REACTIVE;
	return netted ? counters.netted : counters.perPhase;
}

const QUADRANT_1 = Object.freeze([Kind.QUADRANT]);
const QUADRANT_2 = Object.freeze([Kind.QUADRANT + 1]);
const QUADRANT_3 = Object.freeze([Kind.QUADRANT + 2]);
const QUADRANT_4 = Object.freeze([Kind.QUADRANT + 3]);

function quadrantOf(direction: "Q1" | "Q2" | "Q3" | "Q4"): Counters {
	if (direction === Q1) return QUADRANT_1;
	if (direction === Q2) return QUADRANT_2;
	return direction === Q3 ? QUADRANT_3 : QUADRANT_4;
}

export default class EnergyRegisters implements Owner {
	readonly #model: RegisterModel;
	readonly #metrology: Metrology;
	readonly #keeper: Keeper;

	constructor(model: RegisterModel, metrology: Metrology, keeper: Keeper) {
		this.#model = model;
		this.#metrology = metrology;
		this.#keeper = keeper;
		table.forEach((row, index) => {
			if (row.energy) model.own(index, this);
		});
	}

	/** Wh or varh. */
	read(index: number): number {
		const key = table[index].energy;
		if (!key) return 0;
		if (key.direction === TOTAL) {
			const code = this.#model.get(COMBINATION_CODE);
			return combine(code, this.#directed(key, FORWARD), this.#directed(key, REVERSE)) % ROLL_OVER;
		}
		if (key.direction === FORWARD || key.direction === REVERSE) return this.#directed(key, key.direction);
		return this.#sum(key, quadrantOf(key.direction));
	}

	/** Only 0 is in range: a reset of the counters that can be reset. */
	write(index: number): void {
		if (index !== RESETTABLE) return;
		this.#metrology.energy.reset();
		this.#keeper.keepReset();
	}

	#directed(key: EnergyKey, direction: "forward" | "reverse"): number {
		if (key.phase > 0) return this.#ofPhase(key, direction);
		const netted = this.#model.get(COMBINATION_CODE) === Combination.NETTED;
		return this.#sum(key, countersOf(key.quantity, direction, netted));
	}

	#ofPhase({ quantity, phase, resettable }: EnergyKey, direction: "forward" | "reverse"): number {
		const first = quantity === ACTIVE ? PhaseKind.FORWARD : PhaseKind.FORWARD_REACTIVE;
		const place = first + (direction === FORWARD ? 0 : 1);
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
		return resettable ? (value - this.#metrology.energy.resetPoint[counter] + ROLL_OVER) % ROLL_OVER : value;
	}

	#ofPage(page: number, counter: number): number {
		return this.#metrology.ctHistory.energy(page, counter, this.#metrology.energy.whole);
	}
}
