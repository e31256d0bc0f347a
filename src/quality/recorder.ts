/**
 * Keeps the waveform around an event: three cycles before it and five after. Compiled to
 * machine code as well: docs/sample-path.md.
 *
 * One more record than are kept is written all the time, as a ring; an event ends it some points
 * later, and the oldest of the others takes its place.
 */
import { CYCLE_POINTS } from "quality/fold";
import {
	POINTS_A_CYCLE,
	RECORD_POINTS,
	RECORD_SAMPLES,
	RECORDS,
	RECORDS_KEPT,
} from "quality/results";
import { CHANNELS } from "sampling";

/** Points of the cycle that a point of the record stands for; two of them make it. */
const MERGED: i32 = CYCLE_POINTS / POINTS_A_CYCLE;

/** Points after the half cycle in which an event is seen, of which one cycle is the event's. */
const POINTS_AFTER: i32 = 4 * POINTS_A_CYCLE;

/** Two samples share 32 bits: memory is what limits a record. */
const WORDS_A_POINT: i32 = CHANNELS / 2;
const RECORD_WORDS: i32 = RECORD_POINTS * WORDS_A_POINT;
const SLOTS: i32 = RECORDS_KEPT + 1;

/** Length of the memory of the records. */
export const RECORDER_LENGTH: i32 = SLOTS * RECORD_WORDS;

/** From the sum of two points to a record's sample: RECORD_STEP × 2. */
const SAMPLE_SHIFT: i32 = 5;
const HIGHEST: i32 = 0x7fff;
const LOWEST: i32 = -0x8000;

export class Recorder {
	private readonly words: StaticArray<i32>;
	private readonly results: StaticArray<f64>;
	/** Sums of the points merged so far, by channel. */
	private readonly merged: StaticArray<i32>;
	private count: i32 = 0;
	/** Slot and point that are written next, and points since the slot was begun, up to all. */
	private slot: i32 = 0;
	private next: i32 = 0;
	private filled: i32 = 0;
	/** Where the points of each slot begin. */
	private start0: i32 = 0;
	private start1: i32 = 0;
	private start2: i32 = 0;
	/** Points to come before the slot is a record; 0 if no event is being recorded. */
	private left: i32 = 0;
	/** True if the next event begins a record: the last one is over. */
	private armed: bool = true;

	/**
	 * @param words {@link RECORDER_LENGTH} places
	 * @param merged CHANNELS places
	 */
	constructor(words: StaticArray<i32>, merged: StaticArray<i32>, results: StaticArray<f64>) {
		this.words = words;
		this.merged = merged;
		this.results = results;
	}

	/** Takes a point of the cycle: every second one, which is enough against what would fold. */
	add(point: StaticArray<i32>): void {
		this.count++;
		if ((this.count & 1) !== 0) return;
		const merged = this.merged;
		for (let channel: i32 = 0; channel < CHANNELS; channel++) merged[channel] += point[channel];
		if (this.count === MERGED) this.write();
	}

	/** Begins a record at the end of the half cycle in which an event was seen first. */
	watch(outside: bool): void {
		if (outside && this.armed && this.filled >= RECORD_POINTS - POINTS_AFTER) {
			this.armed = false;
			this.left = POINTS_AFTER;
		}
		if (!outside && this.left === 0) this.armed = true;
	}

	/** Forgets the points so far, since some are missing. */
	restart(): void {
		this.filled = 0;
		this.left = 0;
		this.clear();
	}

	/** Sample `index`, 0..RECORD_SAMPLES − 1, of record number `record` if that is kept; else 0. */
	sample(record: i32, index: i32): f64 {
		const made: i32 = this.results[RECORDS] as i32;
		const age: i32 = made - 1 - record;
		if (record < 0 || age < 0 || age >= RECORDS_KEPT || index < 0 || index >= RECORD_SAMPLES)
			return 0;
		const slot: i32 = (this.slot + SLOTS - 1 - age) % SLOTS;
		const point: i32 = (index / CHANNELS) | 0;
		const channel: i32 = index - CHANNELS * point;
		const place: i32 = (this.startOf(slot) + point) & (RECORD_POINTS - 1);
		const word: i32 = this.words[slot * RECORD_WORDS + place * WORDS_A_POINT + (channel >> 1)];
		return ((channel & 1) === 0 ? word >> 16 : (word << 16) >> 16) as f64;
	}

	private write(): void {
		const at: i32 = this.slot * RECORD_WORDS + this.next * WORDS_A_POINT;
		for (let pair: i32 = 0; pair < WORDS_A_POINT; pair++) {
			const voltage: i32 = narrow(this.merged[2 * pair]);
			const current: i32 = narrow(this.merged[2 * pair + 1]);
			this.words[at + pair] = (voltage << 16) | (current & 0xffff);
		}
		this.clear();
		this.next = (this.next + 1) & (RECORD_POINTS - 1);
		if (this.filled < RECORD_POINTS) this.filled++;
		if (this.left > 0) {
			this.left--;
			if (this.left === 0) this.keep();
		}
	}

	/** Makes the slot a record, and starts to replace the oldest one. */
	private keep(): void {
		const results = this.results;
		const made: i32 = results[RECORDS] as i32;
		this.setStart(this.slot, this.next);
		results[RECORDS] = made === 0x7fffffff ? 0 : ((made + 1) as f64);
		this.slot = (this.slot + 1) % SLOTS;
		this.next = 0;
		this.filled = 0;
	}

	private clear(): void {
		for (let channel: i32 = 0; channel < CHANNELS; channel++) this.merged[channel] = 0;
		this.count = 0;
	}

	private startOf(slot: i32): i32 {
		return slot === 0 ? this.start0 : slot === 1 ? this.start1 : this.start2;
	}

	private setStart(slot: i32, point: i32): void {
		if (slot === 0) this.start0 = point;
		else if (slot === 1) this.start1 = point;
		else this.start2 = point;
	}
}

/** The mean of two points as 16 bits. */
function narrow(sum: i32): i32 {
	const sample: i32 = sum >> SAMPLE_SHIFT;
	return sample > HIGHEST ? HIGHEST : sample < LOWEST ? LOWEST : sample;
}
