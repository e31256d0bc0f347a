/**
 * Demand and extremes: what they hear of, what resets them, and how they outlive a power cut
 * (docs/demand.md).
 */
import type { Board } from "board";
import type Energy from "energy/energy";
import type Load from "metrology/load";
import type Metrology from "metrology/metrology";
import type Readings from "metrology/readings";
import Demand, { type DemandName, type OperatingTime } from "quality/demand";
import Extremes, { type ExtremeName } from "quality/extremes";
import { decodeStatistics, encodeStatistics, type Kept } from "quality/statistics-record";
import type RegisterModel from "registers/model";
import { FRAME_RATE_HZ } from "sampling";
import type Keeper from "storage/keeper";
import TokenBucket from "storage/token-bucket";

/** Operating time of a meter that has no storage to count it. */
const NO_TIME: OperatingTime = Object.freeze({ operatingSeconds: 0 });

/**
 * Records that are written at any pace, and seconds until one more is: so neither a client that
 * resets without end nor a period of a minute can wear the flash out.
 */
const RECORDS = 60;
const RECORD_INTERVAL_S = 60;

type Name = DemandName | ExtremeName | "ctRatio" | "wiring";

/** The parts of the meter that it hears of. */
interface Parts {
	readonly energy: Energy;
	readonly metrology: Metrology;
	readonly keeper: Keeper;
}

export default class Statistics implements Kept {
	readonly demand: Demand;
	readonly extremes: Extremes;
	private readonly model: RegisterModel<Name>;
	private readonly metrology: Metrology;
	private readonly keeper: Keeper;
	private readonly periodRow: number;
	private readonly ratioRow: number;
	private readonly wiringRow: number;
	private readonly records = new TokenBucket(RECORDS, RECORD_INTERVAL_S);

	constructor({ frontEnd }: Board, model: RegisterModel<Name>, parts: Parts) {
		const { energy, metrology, keeper } = parts;
		const time = keeper.storage ?? NO_TIME;
		this.demand = new Demand(model, energy.counters, frontEnd, time);
		this.extremes = new Extremes(model, energy.ctHistory, time);
		this.model = model;
		this.metrology = metrology;
		this.keeper = keeper;
		this.periodRow = model.indexOf("demandPeriod");
		this.ratioRow = model.indexOf("ctRatio");
		this.wiringRow = model.indexOf("wiring");
		energy.addListener(this);
		metrology.addTarget(this);
		keeper.saveLast(() => this.save());
	}

	get ctRatio(): number {
		return this.model.get(this.ratioRow);
	}

	get wiring(): number {
		return this.model.get(this.wiringRow);
	}

	get period(): number {
		return this.model.get(this.periodRow);
	}

	/**
	 * Continues after a power cut, which ends the period that was running. After that, a change of
	 * the period, the CT ratio or the wiring resets what it would falsify.
	 */
	start(): void {
		this.keeper.storage?.statistics.read(decodeStatistics, this);
		this.demand.interrupt();
		const { periodRow, ratioRow, wiringRow } = this;
		this.model.onChange([periodRow, ratioRow, wiringRow], (changes) => {
			this.demand.reset();
			if (!changes.has(ratioRow) && !changes.has(wiringRow)) return;
			this.extremes.reset();
			// The readings in progress are of both wirings.
			this.extremes.interrupt();
		});
	}

	/** Saves, if there is need, in a window and not in a write, which may hold a power cut up. */
	addWindow(frames: number): void {
		const { demand, extremes } = this;
		demand.addWindow(frames);
		this.records.advance(frames / FRAME_RATE_HZ);
		if ((demand.unsaved || extremes.unsaved) && this.records.tryTake()) this.save();
	}

	update(readings: Readings, load: Load): void {
		if (readings.measured && !this.metrology.calibrating) this.extremes.update(readings, load);
		else {
			// The period that ends here is saved with the next window that counts.
			if (this.demand.frames > 0) this.demand.unsaved = true;
			this.demand.interrupt();
			this.extremes.interrupt();
		}
	}

	private save(): void {
		this.keeper.storage?.writeStatistics(encodeStatistics, this);
		this.demand.unsaved = false;
		this.extremes.unsaved = false;
	}
}
