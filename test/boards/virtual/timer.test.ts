import { expect, it } from "vitest";
import { clock } from "../../../boards/virtual/clock.ts";
import { NO_TIMER } from "../../../boards/virtual/link.ts";
import Timer from "../../../boards/virtual/timer.ts";

/** Lets `milliseconds` of meter time pass, a frame being a quarter of one. */
const pass = (milliseconds: number) => Timer.advance(clock.frames + milliseconds * 4);

it("calls back once, no earlier than asked, at the time it was due", () => {
	const times: number[] = [];
	const start = clock.microseconds;
	Timer.set(() => times.push(clock.microseconds - start), 4.01);
	pass(4);
	expect(times).toEqual([]);
	pass(100);
	expect(times).toEqual([4250]);
	expect(clock.microseconds - start).toBe(104_000);
});

it("repeats at the given interval without drifting, within one advance", () => {
	const times: number[] = [];
	const start = clock.frames;
	const timer = Timer.repeat(() => times.push(clock.frames - start), 2);
	pass(7);
	Timer.clear(timer);
	pass(7);
	expect(times).toEqual([8, 16, 24]);
});

it("calls timers in the order in which they are due", () => {
	const order: string[] = [];
	Timer.set(() => order.push("late"), 3);
	Timer.set(() => order.push("early"), 1);
	pass(5);
	expect(order).toEqual(["early", "late"]);
});

it("rests when scheduled without an interval, until it is scheduled again", () => {
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

it("may rest from its own callback and be scheduled from outside after it", () => {
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

it("refuses to schedule a timer that has ended, as Moddable does", () => {
	const timer = Timer.set(() => {}, 1);
	pass(2);
	expect(() => Timer.schedule(timer, 1)).toThrow();
});

it("tells the frames to the next call", () => {
	expect(Timer.framesToNext()).toBe(NO_TIMER);
	const late = Timer.set(() => {}, 10);
	const early = Timer.set(() => {}, 5);
	expect(Timer.framesToNext()).toBe(20);
	Timer.clear(early);
	expect(Timer.framesToNext()).toBe(40);
	Timer.clear(late);
});
