/**
 * The cases of a torture and their identifiers, in an order of which every n-th is a fair sample.
 */
import type { Cut, Part } from "./run.ts";

/** A rehearsed scenario with its name. */
export interface Rehearsed {
	readonly name: string;
	readonly parts: readonly Part[];
}

/**
 * Bytes written when the supply fails during an operation: in a record's head, in its payload, at
 * its end.
 */
const TORN_IN_PAGE = [undefined, 0, 3, 5, 40, 211];
const TORN_IN_CHECK = [undefined, 0, 1, 2, 3];
const TORN_IN_SECTOR = [undefined, 0, 12, 2048, 4090];

/** Second cuts: operations of the power-up after the first cut, and bytes written of them. */
const FURTHER: readonly Cut[] = [
	{ operation: 0, torn: 7 },
	{ operation: 1, torn: 2 },
	{ operation: 2, torn: undefined },
	{ operation: 3, torn: 1 },
	{ operation: 4, torn: 100 },
	{ operation: 6, torn: 3 },
];

/**
 * One cut or several: `scenario:part:operation:torn[:operation:torn]`, `-` for an operation not
 * begun.
 */
export type CaseId = string;

/** All cases of some scenarios. */
export function allCases(scenarios: readonly Rehearsed[]): CaseId[] {
	return scenarios.flatMap(({ name, parts }) =>
		parts.flatMap(({ operations }, part) =>
			operations.flatMap((length, operation) => {
				const torn = length === 4 ? TORN_IN_CHECK : length === 4096 ? TORN_IN_SECTOR : TORN_IN_PAGE;
				const first = `${name}:${part}:${operation}`;
				const once = torn
					.filter((bytes) => bytes === undefined || bytes < length)
					.map((bytes) => `${first}:${bytes ?? "-"}`);
				const twice = FURTHER.map((cut) => `${first}:1:${cut.operation}:${cut.torn ?? "-"}`);
				return [...once, ...twice];
			}),
		),
	);
}

/** Every n-th case, so that about `count` remain. */
export function sampleOf(cases: readonly CaseId[], count: number): CaseId[] {
	const step = Math.max(1, cases.length / count);
	return Array.from(
		{ length: Math.min(count, cases.length) },
		(_, i) => cases[Math.floor(i * step)] ?? "",
	);
}

/**
 * Part and cuts of a case.
 * @throws RangeError if there is no such case
 */
export function caseOf(
	id: CaseId,
	scenarios: readonly Rehearsed[],
): { part: Part; cuts: [Cut, ...Cut[]] } {
	const [name, part = "", ...rest] = id.split(":");
	const found = scenarios.find((scenario) => scenario.name === name)?.parts[Number(part)];
	const cuts: Cut[] = [];
	for (let i = 0; i < rest.length; i += 2)
		cuts.push({
			operation: Number(rest[i]),
			torn: rest[i + 1] === "-" ? undefined : Number(rest[i + 1]),
		});
	const [first, ...further] = cuts;
	const bad = cuts.some(({ operation, torn }) => !(operation >= 0) || Number.isNaN(torn));
	if (!found || !first || bad) throw new RangeError(`no case ${id}`);
	return { part: found, cuts: [first, ...further] };
}
