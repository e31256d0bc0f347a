/**
 * Demand: the mean active power of each period, and its maximum since the reset, forward and
 * reverse (the demand register of IEC 62056-6-2; docs/demand.md).
 *
 * Periods follow one another in meter time. Their energy is that of the windows as energy counts
 * it, netted over the phases: forward where the sum of the phases is positive. The window in which
 * a period ends is divided between two periods.
 *
 * A period that is interrupted ends at once, since nobody knows how long the meter will not
 * measure. Its energy over the whole period is less than its true mean, so it counts for the
 * maximum.
 */
import type EnergyCounters from "energy/counters";
import { Kind } from "energy/counters";
import type { demandQuantities } from "quality/demand-quantities";
import { type Binding, Outcome } from "registers/binding";
import type RegisterModel from "registers/model";
import { FRAME_RATE_HZ } from "sampling";

export type DemandName = (typeof demandQuantities)[number]["name"];

const FRAMES_PER_MINUTE = 60 * FRAME_RATE_HZ;
const MINUTES_PER_HOUR = 60;

/** The energies of the two directions, forward first. */
const ENERGIES = Object.freeze([Kind.NET_FORWARD, Kind.NET_REVERSE]);

/** Places of the rows from `demandReset`; where there are two, forward comes first. */
const Place = Object.freeze({
	RESET: 0,
	INCOMPLETE: 1,
	PERIODS: 2,
	ELAPSED: 3,
	RUNNING: 4,
	LAST: 6,
	MAXIMUM: 8,
	MAXIMUM_AT: 10,
	RESET_AT: 12,
	OPERATING_TIME: 13,
	COUNT: 14,
} as const);

/** The meter's operating time. */
export interface OperatingTime {
	/** Seconds that the meter has metered in its life. */
	readonly operatingSeconds: number;
}

/** Frames that the front end has lost. */
export interface Losses {
	/** Since the start. */
	readonly lostFrames: number;
}

export default class Demand implements Binding {
	/** True if what a power cut must not take has changed. */
	unsaved = false;
	/** Wh of the running period: forward, reverse. */
	readonly energy: [number, number] = [0, 0];
	/** Frames of the running period. */
	frames = 0;
	/** Values of the rows from `demandReset`, but for those that a read computes. */
	readonly values: number[] = new Array(Place.COUNT).fill(0);
	private readonly model: RegisterModel<DemandName>;
	private readonly counters: EnergyCounters;
	private readonly losses: Losses;
	private readonly time: OperatingTime;
	private readonly period: number;
	private readonly first: number;
	/** Frames that had been lost when the running period began. */
	private lostBefore = 0;

	constructor(
		model: RegisterModel<DemandName>,
		counters: EnergyCounters,
		losses: Losses,
		time: OperatingTime,
	) {
		this.model = model;
		this.counters = counters;
		this.losses = losses;
		this.time = time;
		this.period = model.indexOf("demandPeriod");
		this.first = model.indexOf("demandReset");
		for (let place = 0; place < Place.COUNT; place++) model.bind(this.first + place, this);
		this.forget();
	}

	/** Adds the window of `frames` that energy has just counted, and ends a period that is over. */
	addWindow(frames: number): void {
		// Frames that were lost while nothing was measured are missing in no period.
		if (this.frames === 0) this.lostBefore = this.losses.lostFrames;
		const left = this.minutes * FRAMES_PER_MINUTE - this.frames;
		if (frames < left) {
			this.add(frames, 1);
			return;
		}
		const share = left / frames;
		this.add(left, share);
		this.end(this.losses.lostFrames !== this.lostBefore);
		this.add(frames - left, 1 - share);
		this.unsaved = true;
	}

	/** Ends a running period, which is incomplete: the meter does not measure, or did not. */
	interrupt(): void {
		if (this.frames > 0) this.end(true);
	}

	/** Forgets all periods and begins one. */
	reset(): void {
		this.forget();
		this.values[Place.RESET_AT] = this.time.operatingSeconds;
		this.unsaved = true;
	}

	read(index: number): number {
		const place = index - this.first;
		if (place === Place.ELAPSED) return Math.floor(this.frames / FRAME_RATE_HZ);
		if (place === Place.OPERATING_TIME) return this.time.operatingSeconds;
		if (place < Place.RUNNING || place >= Place.MAXIMUM_AT) return this.values[place];
		if (place >= Place.LAST) return this.values[place];
		return this.frames === 0 ? Number.NaN : this.mean(place - Place.RUNNING);
	}

	judge(): Outcome {
		return this.model.stopped ? Outcome.REFUSED : Outcome.DONE;
	}

	apply(): void {
		this.reset();
	}

	private get minutes(): number {
		return this.model.get(this.period);
	}

	/** Adds a share of the last window. */
	private add(frames: number, share: number): void {
		const { increments } = this.counters;
		this.frames += frames;
		for (let direction = 0; direction < ENERGIES.length; direction++)
			this.energy[direction] += share * increments[ENERGIES[direction]];
	}

	/** W: the energy of the running period over a whole period. */
	private mean(direction: number): number {
		return (this.energy[direction] * MINUTES_PER_HOUR) / this.minutes;
	}

	private end(incomplete: boolean): void {
		const { values } = this;
		values[Place.PERIODS]++;
		values[Place.INCOMPLETE] = incomplete ? 1 : 0;
		for (let direction = 0; direction < ENERGIES.length; direction++) {
			const mean = this.mean(direction);
			values[Place.LAST + direction] = mean;
			// The first of all: there is no number yet that it could exceed.
			if (mean <= values[Place.MAXIMUM + direction]) continue;
			values[Place.MAXIMUM + direction] = mean;
			values[Place.MAXIMUM_AT + direction] = this.time.operatingSeconds;
		}
		this.begin();
	}

	private begin(): void {
		this.energy.fill(0);
		this.frames = 0;
		this.lostBefore = this.losses.lostFrames;
	}

	private forget(): void {
		this.values.fill(0);
		this.values.fill(Number.NaN, Place.LAST, Place.MAXIMUM_AT);
		this.begin();
	}
}
