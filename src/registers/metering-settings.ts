/** The settings that metrology and the pulses depend on: combination code, CT ratio, tariff, S0 rate and width. */
import { Combination } from "metrology/combination";
import type { CtRatio } from "metrology/ct-history";
import type Metrology from "metrology/metrology";
import { type Binding, Outcome } from "registers/binding";
import { METER_AMPERES } from "registers/identity";
import type RegisterModel from "registers/model";
import { CT_PRIMARY } from "registers/settings";
import { indexOf } from "registers/table";
import type Keeper from "storage/keeper";

const COMBINATION_CODE = indexOf("combinationCode");
const CT_RATIO = indexOf("ctRatio");
const CT_PRIMARY_REGISTER = indexOf("ctPrimary");
const TARIFF = indexOf("tariff");
const LATER_TARIFFS = indexOf("laterTariffs");
const S0_RATE = indexOf("s0Rate");
const PULSE_WIDTH = indexOf("pulseWidth");

/** Power at the terminals that the pulses have to keep up with, kW: three phases, 230 V, the meter's amperes. */
const MAXIMUM_POWER = (3 * 230 * METER_AMPERES) / 1000;

export default class MeteringSettings implements Binding {
	readonly #model: RegisterModel;
	readonly #metrology: Metrology;
	readonly #keeper: Keeper;

	constructor(model: RegisterModel, metrology: Metrology, keeper: Keeper) {
		this.#model = model;
		this.#keeper = keeper;
		this.#metrology = metrology;
		for (const index of [COMBINATION_CODE, CT_RATIO, S0_RATE, PULSE_WIDTH])
			model.bind(index, this.#kept);
		model.bind(TARIFF, this);
		model.bind(CT_PRIMARY_REGISTER, this);
	}

	/** Judges and takes, but leaves the value to the model. */
	readonly #kept: Binding = {
		judge: (index, value) => this.judge(index, value),
		apply: (index, value) => this.apply(index, value),
	};

	read(index: number): number {
		return index === TARIFF
			? this.#metrology.tariff.number
			: this.#metrology.ctHistory.present.primary;
	}

	judge(index: number, value: number): Outcome {
		switch (index) {
			case COMBINATION_CODE: {
				const locked = this.#model.get(COMBINATION_CODE) === Combination.NETTED;
				return locked && value !== Combination.NETTED ? Outcome.REFUSED : Outcome.DONE;
			}
			case CT_RATIO: {
				const ratio = ratioOf(value);
				if (ratio.primary % 5 !== 0 || (ratio.secondary !== 1 && ratio.secondary !== 5))
					return Outcome.BAD_VALUE;
				return this.#metrology.ctHistory.allows(ratio) ? Outcome.DONE : Outcome.REFUSED;
			}
			case S0_RATE:
				return this.#keepsUp(value, this.#model.get(PULSE_WIDTH))
					? Outcome.DONE
					: Outcome.BAD_VALUE;
			case PULSE_WIDTH:
				return this.#keepsUp(this.#model.get(S0_RATE), value) ? Outcome.DONE : Outcome.BAD_VALUE;
			default:
				return Outcome.DONE;
		}
	}

	apply(index: number, value: number): void {
		if (index === TARIFF) this.#metrology.tariff.number = value;
		if (index === TARIFF && value > 2) this.#model.set(LATER_TARIFFS, 1);
		if (index === CT_RATIO) this.#keeper.changeRatio(ratioOf(value));
	}

	/** Whether pulses of `width` ms, with a pause as long, come often enough at the highest power. */
	#keepsUp(rate: number, width: number): boolean {
		const perSecond = (rate * MAXIMUM_POWER * this.#metrology.ctHistory.factor) / 3600;
		return perSecond * 2 * width <= 1000;
	}
}

/** A ratio as its register has it. */
export function ratioRegister({ primary, secondary }: CtRatio): number {
	return primary * CT_PRIMARY + secondary;
}

function ratioOf(value: number): CtRatio {
	return { primary: Math.floor(value / CT_PRIMARY), secondary: value % CT_PRIMARY };
}
