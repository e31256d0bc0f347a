/**
 * Dips and swells as IEC 61000-4-30 has them (from memory), of the continuous signal: an event
 * begins when the RMS of the cycle up to an instant leaves the limit, and ends when it is inside by
 * the hysteresis. An instrument looks each half cycle: wherever its half cycles begin, it is less
 * than one of them off.
 */
import type { Step } from "./signal.ts";

/** Limits as parts of the declared voltage. */
const DIP_LIMIT = 0.9;
const SWELL_LIMIT = 1.1;
const INTERRUPTION_LIMIT = 0.05;
const HYSTERESIS = 0.02;

export type EventKind = "dip" | "swell" | "interruption";

/** An event of an ideal instrument. */
export interface IdealEvent {
	/** Lowest, or highest, RMS voltage, as a part of the declared one. */
	readonly extreme: number;
	/** Duration in half cycles, not whole ones. */
	readonly halves: number;
}

/** A sine of the declared voltage with a step. */
export interface Stepped {
	readonly frequency: number;
	readonly step: Step;
}

/** The event of the phases of a step; undefined: an ideal instrument sees none. */
export function idealEvent(kind: EventKind, { frequency, step }: Stepped): IdealEvent | undefined {
	const events = [0, 1, 2]
		.filter((phase) => step.phases[phase])
		.map((phase) => ofPhase(kind, frequency, step, phase));
	const seen = events.flatMap((each) => each ?? []);
	if (seen.length < events.length) return undefined;
	const starts = seen.map(({ start }) => start);
	const ends = seen.map(({ end }) => end);
	// All phases are in an interruption, any phase in a dip or swell.
	const [start, end] =
		kind === "interruption"
			? [Math.max(...starts), Math.min(...ends)]
			: [Math.min(...starts), Math.max(...ends)];
	const extremes = seen.map(({ extreme }) => extreme);
	return {
		extreme: kind === "swell" ? Math.max(...extremes) : Math.min(...extremes),
		halves: 2 * frequency * (end - start),
	};
}

/** Instants of a half cycle at which the RMS is looked at. */
const INSTANTS = 2000;

/** Event of a phase, in s. L1 crosses zero at the signal's start, the others a third later each. */
function ofPhase(kind: EventKind, frequency: number, step: Step, phase: number) {
	const cycle = 1 / frequency;
	const instant = cycle / 2 / INSTANTS;
	let event: { start: number; extreme: number } | undefined;
	for (let end = step.from; end <= step.to + 2 * cycle; end += instant) {
		const value = rmsOf(frequency, step, phase, end - cycle);
		const outside = isOutside(kind, value, event !== undefined);
		if (event && !outside) return { ...event, end };
		if (!outside) continue;
		event ??= { start: end, extreme: value };
		const farther = kind === "swell" ? value > event.extreme : value < event.extreme;
		if (farther) event.extreme = value;
	}
	return undefined;
}

function isOutside(kind: EventKind, value: number, inside: boolean): boolean {
	const margin = inside ? HYSTERESIS : 0;
	if (kind === "swell") return value > SWELL_LIMIT - margin;
	return value < (kind === "dip" ? DIP_LIMIT : INTERRUPTION_LIMIT) + margin;
}

/** RMS of the cycle that begins at `from`, as a part of the declared voltage. */
function rmsOf(
	frequency: number,
	{ from: stepFrom, to, factor }: Step,
	phase: number,
	from: number,
) {
	const omega = 2 * Math.PI * frequency;
	const lag = (2 * Math.PI * phase) / 3;
	// Integral of sin² of the phase, up to an instant.
	const integral = (at: number): number => at / 2 - Math.sin(2 * (omega * at - lag)) / (4 * omega);
	const end = from + 1 / frequency;
	const [a, b] = [stepFrom, to].map((at) => Math.min(Math.max(at, from), end)) as [number, number];
	const inside = integral(b) - integral(a);
	const outside = integral(end) - integral(from) - inside;
	// The rest of a cycle inside an interruption may be negative by rounding.
	return Math.sqrt(Math.max(0, 2 * frequency * (outside + factor * factor * inside)));
}
