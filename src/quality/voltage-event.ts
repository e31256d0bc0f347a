/**
 * Dips, swells and interruptions of the voltages' RMS by half cycles (IEC 61000-4-30, from memory):
 * a dip or swell begins with the first phase and ends with the last; in an interruption are all.
 */
import { root } from "metrology/correction";

/** An event ends when the voltage is this part of the declared one inside the limit. */
const HYSTERESIS = 0.02;

/** Phases, residual or highest voltage and duration, packed as the log's detail. */
const PHASES_FACTOR = 2 ** 29;
const DEPTH_FACTOR = 2 ** 18;
const MOST_DEPTH = 2 ** 11 - 1;
const MOST_HALVES = 2 ** 18 - 1;
const TENTHS_OF_PERCENT = 1000;

/** How an event is told from an ordinary voltage. */
export const Kind = Object.freeze({ DIP: 0, SWELL: 1, INTERRUPTION: 2 } as const);
export type Kind = (typeof Kind)[keyof typeof Kind];

/** One kind of event, in squares of the declared voltage. */
export default class VoltageEvent {
	/** Events since power-up. */
	count = 0;
	private readonly kind: Kind;
	/** Bits of the phases that are outside now; of an interruption, all or none. */
	private outside = 0;
	/** Bits of the phases, and the extreme square, of the event in progress. */
	private phases = 0;
	private extreme = 1;
	private halves = 0;
	/** Squares at which it begins and ends. */
	private limit = 0;
	private end = 0;

	constructor(kind: Kind) {
		this.kind = kind;
	}

	/** Sets the limit, as a part of the declared voltage. An event in progress goes by it too. */
	setLimit(limit: number): void {
		const end = this.kind === Kind.SWELL ? limit - HYSTERESIS : limit + HYSTERESIS;
		this.limit = limit * limit;
		this.end = end * end;
	}

	/** True while one is in progress. */
	get active(): boolean {
		return this.outside !== 0;
	}

	/** Discards the event in progress. */
	restart(): void {
		this.outside = 0;
	}

	/**
	 * Takes the next half cycle. A phase that was outside its limit is so until it is inside by the
	 * hysteresis; one between the two that was not does not prolong the event of another.
	 * @param squares of the phases' RMS voltages, of the declared one's square
	 * @param connected the phases that count
	 * @returns true if an event has ended
	 */
	take(squares: readonly number[], connected: readonly boolean[]): boolean {
		const before = this.outside;
		let outside = 0;
		let all = 0;
		let extreme = this.kind === Kind.SWELL ? 0 : Number.POSITIVE_INFINITY;
		for (let phase = 0; phase < 3; phase++) {
			if (!connected[phase]) continue;
			const square = squares[phase];
			const bit = 1 << phase;
			all |= bit;
			const limit = (before & bit) === 0 ? this.limit : this.end;
			if (this.kind === Kind.SWELL ? square > limit : square < limit) outside |= bit;
			if (this.kind === Kind.SWELL ? square > extreme : square < extreme) extreme = square;
		}
		if (this.kind === Kind.INTERRUPTION && outside !== all) outside = 0;
		this.outside = outside;
		if (outside === 0) return before !== 0;
		if (before === 0) this.begin(extreme);
		this.phases |= outside;
		if (this.kind === Kind.SWELL ? extreme > this.extreme : extreme < this.extreme)
			this.extreme = extreme;
		this.halves++;
		return false;
	}

	/** The event that has ended, as the detail of its log entry. */
	get detail(): number {
		const depth = Math.round(TENTHS_OF_PERCENT * root(this.extreme));
		return (
			this.phases * PHASES_FACTOR +
			Math.min(depth, MOST_DEPTH) * DEPTH_FACTOR +
			Math.min(this.halves, MOST_HALVES)
		);
	}

	private begin(extreme: number): void {
		this.count++;
		this.phases = 0;
		this.extreme = extreme;
		this.halves = 0;
	}
}
