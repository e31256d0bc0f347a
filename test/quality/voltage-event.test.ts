/** When dips, swells and interruptions of several phases begin and end, and whose they are. */
import VoltageEvent, { Kind } from "quality/voltage-event";
import { expect, it } from "vitest";

const ALL = [true, true, true];

/** Phases in binary, L1 last, extreme in 0.1 % and half cycles of an event. */
function wordsOf(detail: number): string {
	const phases = Math.floor(detail / 2 ** 29).toString(2);
	return `${phases.padStart(3, "0")} ${Math.floor(detail / 2 ** 18) % 2048} ${detail % 2 ** 18}`;
}

/** Plays RMS voltages by half cycle, percent of the declared one; returns the events that end. */
function played(kind: Kind, limit: number, halves: readonly (readonly number[])[]): string[] {
	const event = new VoltageEvent(kind);
	event.setLimit(limit);
	return halves.flatMap((volts) => {
		const squares = volts.map((percent) => (percent / 100) ** 2);
		return event.take(squares, ALL) ? [wordsOf(event.detail)] : [];
	});
}

it("a dip has the phases that went below its limit, not one that stays just above it", () => {
	const dip = [
		[100, 91, 100],
		[50, 91, 100],
		[60, 91, 100],
		[91, 91, 100],
		[100, 91, 100],
		[100, 91, 100],
	];
	expect(played(Kind.DIP, 0.9, dip)).toEqual(["001 500 3"]);
});

it("a swell has the phases that went above its limit, not one that stays just below it", () => {
	const swell = [
		[109, 100, 100],
		[109, 100, 130],
		[109, 100, 109],
		[109, 100, 100],
	];
	expect(played(Kind.SWELL, 1.1, swell)).toEqual(["100 1300 2"]);
});

it("a dip that rolls from phase to phase is one, and ends with the last", () => {
	const dip = [
		[70, 100, 100],
		[91, 60, 100],
		[95, 91, 89],
		[95, 95, 91],
		[95, 95, 93],
	];
	expect(played(Kind.DIP, 0.9, dip)).toEqual(["111 600 4"]);
});

it("an interruption begins with the last phase, and ends when one is back", () => {
	const interruption = [
		[4, 4, 6],
		[6, 4, 4],
		[4, 4, 4],
		[6, 6, 6],
		[6, 8, 6],
		[4, 8, 4],
		[100, 100, 100],
	];
	expect(played(Kind.INTERRUPTION, 0.05, interruption)).toEqual(["111 40 2"]);
});

it("a voltage at a limit is no event", () => {
	const at = (percent: number): number[][] => [
		[percent, 100, 100],
		[100, 100, 100],
	];
	expect(played(Kind.DIP, 0.9, at(90))).toEqual([]);
	expect(played(Kind.SWELL, 1.1, at(110))).toEqual([]);
	expect(played(Kind.INTERRUPTION, 0.05, [[5, 5, 5], ...at(100)])).toEqual([]);
});
