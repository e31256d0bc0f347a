import { FRAME_RATE_HZ } from "sampling";
import { expect, it } from "vitest";
import { clock } from "../../../boards/virtual/clock.ts";
import { NO_TIMER } from "../../../boards/virtual/link.ts";
import Timer from "../../../boards/virtual/timer.ts";

const FRAMES_PER_MS = FRAME_RATE_HZ / 1000;

/** Lets `milliseconds` of meter time pass. */
const pass = (milliseconds: number) => Timer.advance(clock.frames + milliseconds * FRAMES_PER_MS);

it("a timer calls back once, no earlier than set, and the clock shows its due time", () => {
	const times: number[] = [];
	const start = clock.microseconds;
	Timer.set(() => times.push(clock.microseconds - start), 4.01);
	pass(4);
	expect(times).toEqual([]);
	pass(100);
	expect(times).toEqual([4125]);
	expect(clock.microseconds - start).toBe(104_000);
});

it("a timer repeats at its interval without drift within one advance", () => {
	const times: number[] = [];
	const start = clock.frames;
	const timer = Timer.repeat(() => times.push(clock.frames - start), 2);
	pass(7);
	Timer.clear(timer);
	pass(7);
	expect(times).toEqual([2, 4, 6].map((milliseconds) => milliseconds * FRAMES_PER_MS));
});

it("timers are called in the order in which they are due", () => {
	const order: string[] = [];
	Timer.set(() => order.push("late"), 3);
	Timer.set(() => order.push("early"), 1);
	pass(5);
	expect(order).toEqual(["early", "late"]);
});

it("a timer scheduled without an interval rests until it is scheduled again", () => {
	let calls = 0;
	const timer = Timer.set(() => calls++, 1, 1);
	Timer.schedule(timer);
	pass(10);
	expect(calls).toBe(0);
	Timer.schedule(timer, 2, 2);
	pass(3);
	expect(calls).toBe(1);
	Timer.clear(timer);
});

it("a timer may be put to rest in its own callback and scheduled again afterwards", () => {
	let calls = 0;
	const timer = Timer.set(
		(self) => {
			calls++;
			Timer.schedule(self);
		},
		1,
		1,
	);
	pass(10);
	expect(calls).toBe(1);
	Timer.schedule(timer, 1, 1);
	pass(10);
	expect(calls).toBe(2);
	Timer.clear(timer);
});

it("a timer that has ended cannot be scheduled again, as with Moddable", () => {
	const timer = Timer.set(() => {}, 1);
	pass(2);
	expect(() => Timer.schedule(timer, 1)).toThrow();
});

it("the timers report the number of frames to the next callback", () => {
	expect(Timer.framesToNext()).toBe(NO_TIMER);
	const late = Timer.set(() => {}, 10);
	const early = Timer.set(() => {}, 5);
	expect(Timer.framesToNext()).toBe(5 * FRAMES_PER_MS);
	Timer.clear(early);
	expect(Timer.framesToNext()).toBe(10 * FRAMES_PER_MS);
	Timer.clear(late);
});
