/** Waveforms around events: which points a record has, and when one is made. */
import { HALF_CYCLE_POINTS } from "quality/fold";
import { RECORDER_LENGTH, Recorder } from "quality/recorder";
import { RECORD_SAMPLES, RECORD_STEP, RECORDS, RESULTS } from "quality/results";
import { CHANNELS } from "sampling";
import { beforeEach, expect, it } from "vitest";

/** Points of a record in a half cycle. */
const HALF_POINTS = 16;

let results: number[];
let recorder: Recorder;

beforeEach(() => {
	results = new Array(RESULTS).fill(0);
	const zeros = (length: number): number[] => new Array(length).fill(0);
	recorder = new Recorder(zeros(RECORDER_LENGTH), zeros(CHANNELS), results);
});

/** Half cycles whose points have one value in all channels, in numbers of a record. */
function add(count: number, value: number, outside = false): void {
	const point = new Array(CHANNELS).fill(RECORD_STEP * value);
	for (let half = 0; half < count; half++) {
		for (let at = 0; at < HALF_CYCLE_POINTS; at++) recorder.add(point);
		recorder.watch(outside);
	}
}

/** V1 of a record by half cycle. */
function halvesOf(record: number): number[] {
	return Array.from({ length: 16 }, (_, half) =>
		recorder.sample(record, CHANNELS * HALF_POINTS * half),
	);
}

it("a record has three cycles before the event and five from its first half cycle on", () => {
	add(8, 1);
	add(2, 2, true);
	add(8, 3, true);
	expect(results[RECORDS]).toBe(1);
	// The event is seen at the end of the ninth half cycle, by an RMS of the eighth and ninth.
	expect(halvesOf(0)).toEqual([...Array(7).fill(1), 2, 2, ...Array(7).fill(3)]);
});

it("an event makes one record, whatever the voltage does until that is complete", () => {
	add(8, 1);
	add(1, 2, true);
	add(3, 3);
	add(3, 4, true);
	expect(results[RECORDS]).toBe(0);
	add(3, 5, true);
	expect(results[RECORDS]).toBe(1);
	expect(halvesOf(0).slice(-9)).toEqual([2, 3, 3, 3, 4, 4, 4, 5, 5]);
	add(40, 6, true);
	expect(results[RECORDS]).toBe(1);
	add(20, 7);
	add(1, 8, true);
	add(9, 9);
	expect(results[RECORDS]).toBe(2);
	expect(halvesOf(1)).toEqual([...Array(7).fill(7), 8, ...Array(8).fill(9)]);
});

it("an event needs seven half cycles since the start or since points were lost", () => {
	add(7, 1);
	add(1, 2, true);
	add(20, 3);
	expect(results[RECORDS]).toBe(1);
	recorder.restart();
	add(5, 1);
	add(1, 2, true);
	add(20, 3);
	expect(results[RECORDS]).toBe(1);
});

it("an event in which points are lost makes no record", () => {
	add(8, 1);
	add(2, 2, true);
	recorder.restart();
	add(20, 3);
	expect(results[RECORDS]).toBe(0);
});

it("the newest two records are kept, and any other place is 0", () => {
	for (const value of [10, 20, 30, 40]) {
		add(20, value);
		add(1, value + 1, true);
		add(9, value + 2);
	}
	expect(results[RECORDS]).toBe(4);
	expect([0, 1, 2, 3, 4].map((record) => halvesOf(record)[0])).toEqual([0, 0, 30, 40, 0]);
	expect([-1, RECORD_SAMPLES].map((index) => recorder.sample(3, index))).toEqual([0, 0]);
	expect(recorder.sample(-1, 0)).toBe(0);
});

it.each([
	[40_000, 0x7fff],
	[-40_000, -0x8000],
	[-3, -3],
])("a number is of 16 bits: %d is %d, in each channel", (value, expected) => {
	add(8, value);
	add(1, value, true);
	add(9, value);
	for (let channel = 0; channel < CHANNELS; channel++)
		expect(recorder.sample(0, channel)).toBe(expected);
});
