/** Demand and extremes: what they hear of, and what resets them. */
import type { Board } from "board";
import type Energy from "energy/energy";
import type Load from "metrology/load";
import type Metrology from "metrology/metrology";
import type Readings from "metrology/readings";
import Demand, { type DemandName, type OperatingTime } from "quality/demand";
import Extremes, { type ExtremeName } from "quality/extremes";
import type RegisterModel from "registers/model";
import type Storage from "storage/storage";

/** Operating time of a meter that has no storage to count it. */
const NO_TIME: OperatingTime = Object.freeze({ operatingSeconds: 0 });

export default class Statistics {
	readonly demand: Demand;
	readonly extremes: Extremes;
	readonly #model: RegisterModel<DemandName | ExtremeName | "ctRatio">;
	readonly #metrology: Metrology;

	constructor(
		{ frontEnd }: Board,
		model: RegisterModel<DemandName | ExtremeName | "ctRatio">,
		energy: Energy,
		metrology: Metrology,
		storage: Storage | undefined,
	) {
		const time = storage ?? NO_TIME;
		this.demand = new Demand(model, energy.counters, frontEnd, time);
		this.extremes = new Extremes(model, energy.ctHistory, time);
		this.#model = model;
		this.#metrology = metrology;
		energy.addListener(this);
		metrology.addTarget(this);
	}

	/** From now, a change of the period or of the CT ratio resets what it would falsify. */
	start(): void {
		const [period, ratio] = this.#model.indicesOf(["demandPeriod", "ctRatio"]);
		this.#model.onChange([period, ratio], (changes) => {
			this.demand.reset();
			if (changes.has(ratio)) this.extremes.reset();
		});
	}

	addWindow(frames: number): void {
		this.demand.addWindow(frames);
	}

	update(readings: Readings, load: Load): void {
		if (readings.measured && !this.#metrology.calibrating) this.extremes.update(readings, load);
		else {
			this.demand.interrupt();
			this.extremes.interrupt();
		}
	}
}
