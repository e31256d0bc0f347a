/**
 * Energy over time as the meter counts it, from the counters that a panel's reading brings: minutes
 * of meter time, kept by the bench, so that a reload of the page loses nothing.
 */

/** Counters: forward T1..T4, reverse T1..T4. */
export const COUNTERS = 8;

const MINUTE_S = 60;

/** Minutes kept: 31 days. */
const KEPT_MINUTES = 31 * 24 * 60;

/** A pause between two readings from which on their energy is spread evenly over it. */
const SPREAD_S = 150;

/** A log for a later bench: its times end at 0. */
export interface KeptEnergy {
	readonly version: 1;
	/** The last reading (s, Wh); null: there was none. */
	readonly counted: { readonly seconds: number; readonly counters: readonly number[] } | null;
	readonly minutes: readonly {
		readonly minute: number;
		readonly wattHours: readonly number[];
		readonly spread: boolean;
	}[];
}

/** Energy of a period. */
export interface EnergyPeriod {
	/** Start, in meter time (s); below 0: before the bench was started. */
	readonly start: number;
	/** Wh: forward T1..T4, reverse T1..T4. */
	readonly wattHours: readonly number[];
	/** True if it is the even share of a pause in which nobody read the meter. */
	readonly spread: boolean;
}

interface Minute {
	readonly wattHours: number[];
	spread: boolean;
}

export class EnergyLog {
	/** By number of the minute. */
	readonly #minutes = new Map<number, Minute>();
	#last: { readonly seconds: number; readonly counters: readonly number[] } | undefined;
	/** Readings up to this meter time count no more. */
	#brokenOff = Number.NEGATIVE_INFINITY;
	#noted = 0;

	/** Readings taken. */
	get noted(): number {
		return this.#noted;
	}

	/** Everything, for {@link restore}. @param seconds meter time now */
	kept(seconds: number): KeptEnergy {
		const shift = Math.floor(seconds / MINUTE_S) + 1;
		const last = this.#last;
		return {
			version: 1,
			counted: last
				? { seconds: Math.min(0, last.seconds - seconds), counters: last.counters }
				: null,
			minutes: [...this.#minutes].map(([number, minute]) => ({
				minute: number - shift,
				...minute,
			})),
		};
	}

	/** Begins with what an earlier bench has kept. */
	restore({ counted, minutes }: KeptEnergy): void {
		this.#last = counted ?? undefined;
		for (const { minute, wattHours, spread } of minutes)
			this.#minutes.set(minute, { wattHours: [...wattHours], spread });
	}

	/**
	 * The meter's counters are others from now: nothing is shared up to their first reading.
	 * @param seconds meter time now
	 */
	breakOff(seconds: number): void {
		this.#last = undefined;
		this.#brokenOff = seconds;
	}

	/**
	 * Takes a reading.
	 * @param seconds meter time
	 * @param counters Wh, in the order of {@link EnergyPeriod.wattHours}
	 */
	note(seconds: number, counters: readonly number[]): void {
		if (seconds <= this.#brokenOff) return;
		const last = this.#last;
		this.#noted++;
		this.#last = { seconds, counters };
		if (!last || seconds <= last.seconds) return;
		const gained = counters.map((counter, index) => counter - (last.counters[index] ?? 0));
		// Counters that went back are those of another flash image, or have rolled over.
		if (gained.some((wattHours) => wattHours < 0)) return;
		this.#share(last.seconds, seconds, gained);
		this.#forget(Math.floor(seconds / MINUTE_S) - KEPT_MINUTES);
	}

	/**
	 * The latest `count` periods of `minutes` minutes, the last one up to now.
	 * @param seconds meter time now
	 */
	periods(seconds: number, minutes: number, count: number): EnergyPeriod[] {
		const lastPeriod = Math.floor(seconds / MINUTE_S / minutes);
		const [earliest = 0] = this.#minutes.keys();
		const first = Math.max(Math.min(0, Math.floor(earliest / minutes)), lastPeriod - count + 1);
		const periods = Array.from({ length: lastPeriod - first + 1 }, (_, index) => ({
			start: (first + index) * minutes * MINUTE_S,
			wattHours: new Array<number>(COUNTERS).fill(0),
			spread: false,
		}));
		// Few of the minutes in these periods may be kept.
		for (const [number, minute] of this.#minutes) {
			const period = periods[Math.floor(number / minutes) - first];
			if (!period) continue;
			period.spread ||= minute.spread;
			addTo(period.wattHours, minute.wattHours, 1);
		}
		return periods;
	}

	/** Shares energy among the minutes from `from` to `to`, by their parts of that time. */
	#share(from: number, to: number, gained: readonly number[]): void {
		const earliest = Math.floor(to / MINUTE_S) - KEPT_MINUTES;
		const first = Math.max(earliest, Math.floor(from / MINUTE_S));
		for (let number = first; number * MINUTE_S < to; number++) {
			const begin = Math.max(from, number * MINUTE_S);
			const part = (Math.min(to, (number + 1) * MINUTE_S) - begin) / (to - from);
			const minute = this.#minute(number);
			minute.spread ||= to - from > SPREAD_S;
			addTo(minute.wattHours, gained, part);
		}
	}

	#minute(number: number): Minute {
		const known = this.#minutes.get(number);
		if (known) return known;
		const minute = { wattHours: new Array<number>(COUNTERS).fill(0), spread: false };
		this.#minutes.set(number, minute);
		return minute;
	}

	/** Forgets the minutes before one. */
	#forget(before: number): void {
		for (const number of this.#minutes.keys()) {
			if (number >= before) return;
			this.#minutes.delete(number);
		}
	}
}

/** Adds a part of energies to others. */
function addTo(sums: number[], wattHours: readonly number[], part: number): void {
	wattHours.forEach((energy, index) => {
		sums[index] = (sums[index] ?? 0) + energy * part;
	});
}
