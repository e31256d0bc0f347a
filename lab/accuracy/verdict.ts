/** What the results of a meter, or of several, come to. */
import type { Finding } from "./finding.ts";
import type { Limits } from "./limits.ts";
import { type Outcome, worst } from "./measure.ts";

/** Largest error of a calibrated meter in percent that the project permits itself: active, reactive. */
export const OWN_LIMITS = { active: 0.1, reactive: 0.3 } as const;

/** Smallest error in percent of a meter before its calibration: its hardware is visibly wrong. */
export const UNCALIBRATED = 0.5;

/** Part of class C's limits that a result may reach. */
const SHARE = 0.5;

/** Current in A from which on the project's own limits hold: the smallest of the standard. */
const SMALLEST = 0.01;

/** The error that the limits of a case are for: the error, or its change against the reference. */
export function judgedActive(outcome: Outcome, outcomes: readonly Outcome[]): number | undefined {
	const { reference } = outcome.case;
	if (reference === undefined || outcome.active === undefined) return outcome.active;
	const before = outcomes.find((other) => other.case.id === reference);
	return before?.active === undefined ? Number.NaN : outcome.active - before.active;
}

/** Error of the active energy and of the worst phase, whichever is worse. */
export function worstActive(outcomes: readonly Outcome[]): number | undefined {
	return worst(outcomes.flatMap(({ active, worstPhaseActive }) => [active, worstPhaseActive]));
}

/** The same of the reactive energy; what departs by design is left out. */
export function worstReactive(outcomes: readonly Outcome[]): number | undefined {
	const judged = outcomes.filter((outcome) => !outcome.case.reactiveByDesign);
	return worst(
		judged.flatMap(({ reactive, worstPhaseReactive }) => [reactive, worstPhaseReactive]),
	);
}

/** Whether every phase with a load carries at least the smallest current of the standard. */
export function inRange({ case: { settings } }: Outcome): boolean {
	return settings.phases.every(({ current }) => current === 0 || current >= SMALLEST);
}

/** What is wrong with one meter's results, a line each. */
export function faults(outcomes: readonly Outcome[], findings: readonly Finding[]): string[] {
	return [
		...outcomes.flatMap((outcome) => [
			...beyond(outcome, "active", judgedActive(outcome, outcomes), half(outcome.case.active)),
			...(inRange(outcome) ? ownFaults(outcome) : []),
		]),
		...findings
			.filter(({ value, limit }) => !(Math.abs(value) <= limit))
			.map(({ test, value, limit }) => `${test}: ${value}, at most ${limit}`),
	];
}

function ownFaults(outcome: Outcome): string[] {
	return [
		...beyond(outcome, "active", worstActive([outcome]), OWN_LIMITS.active),
		...beyond(outcome, "reactive", worstReactive([outcome]), OWN_LIMITS.reactive),
	];
}

function half(limits: Limits | undefined): number {
	return limits?.c === undefined ? Number.POSITIVE_INFINITY : SHARE * limits.c;
}

function beyond(
	outcome: Outcome,
	what: string,
	error: number | undefined,
	limit: number,
): string[] {
	// Written so that NaN, which compares false with everything, is a fault.
	if (error === undefined || Math.abs(error) <= limit) return [];
	return [
		`${outcome.case.test}, ${outcome.case.label}: ${what} ${error.toFixed(3)} %, at most ${limit} %`,
	];
}
