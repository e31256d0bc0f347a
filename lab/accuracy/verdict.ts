/** Judges the results of one meter or several. */
import type { Finding } from "./finding.ts";
import type { Limits } from "./limits.ts";
import { type Outcome, worst } from "./measure.ts";

/** Largest error in percent that the project permits a calibrated meter: active, reactive. */
export const OWN_LIMITS = { active: 0.1, reactive: 0.3 } as const;

/**
 * Smallest error in percent of a meter before its calibration, so that the calibration has
 * something to correct.
 */
export const UNCALIBRATED = 0.5;

/** Fraction of class C's limits that a result may reach. */
const SHARE = 0.5;

/** Smallest current in A for which the project's own limits hold: Imin of the standard. */
const SMALLEST = 0.01;

/** The figure that a case's limits apply to: the error, or its change against the reference. */
export function judgedActive(outcome: Outcome, outcomes: readonly Outcome[]): number | undefined {
	const { reference } = outcome.case;
	if (reference === undefined || outcome.active === undefined) return outcome.active;
	const before = outcomes.find((other) => other.case.id === reference);
	return before?.active === undefined ? Number.NaN : outcome.active - before.active;
}

/** Error of the active energy: of all phases or of the worst one, whichever is worse. */
export function worstActive(outcomes: readonly Outcome[]): number | undefined {
	return worst(outcomes.flatMap(({ active, worstPhaseActive }) => [active, worstPhaseActive]));
}

/** The same of the reactive energy, without cases that depart by design. */
export function worstReactive(outcomes: readonly Outcome[]): number | undefined {
	const judged = outcomes.filter((outcome) => !outcome.case.reactiveByDesign);
	return worst(
		judged.flatMap(({ reactive, worstPhaseReactive }) => [reactive, worstPhaseReactive]),
	);
}

/** True if every loaded phase carries at least Imin. */
export function inRange({ case: { settings } }: Outcome): boolean {
	return settings.phases.every(({ current }) => current === 0 || current >= SMALLEST);
}

/** One line for each result of a meter that exceeds its limit. */
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
	// This form makes NaN a fault: it compares false with everything.
	if (error === undefined || Math.abs(error) <= limit) return [];
	const { test, label } = outcome.case;
	return [`${test}, ${label}: ${what} ${error.toFixed(3)} %, at most ${limit} %`];
}
