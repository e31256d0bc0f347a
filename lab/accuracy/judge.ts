/** Judges results by the aims. */
import { AIMS, type Aim } from "./aims.ts";
import type { LoadCase } from "./load-case.ts";
import type { Quantity } from "./quantities.ts";
import type { CaseResult, Entry } from "./results.ts";

/**
 * `holds`: every error, the station's part included. `station`: without the station's part every
 * error, but not with it. `documented`: not, but no farther than documented. `fails`: farther.
 */
export type Verdict = "holds" | "station" | "documented" | "fails";

/** One error and where it was found. */
export interface Worst {
	readonly value: number;
	readonly case: string;
	readonly quantity: Quantity;
	readonly serialNumber: number;
	/** From 1; 0: all phases. */
	readonly phase: number;
}

export interface AimResult {
	readonly aim: Aim;
	readonly verdict: Verdict;
	/** Undefined: nothing was measured. */
	readonly worst: Worst | undefined;
	/** Without the station's part. */
	readonly own: Worst | undefined;
	/** Number of errors, and of those without the station's part beyond the limit. */
	readonly count: number;
	readonly beyond: number;
}

/** Judges all aims. */
export function judge(results: readonly CaseResult[], aims: readonly Aim[] = AIMS): AimResult[] {
	return aims.map((aim) => {
		const all: Worst[] = [];
		const own: Worst[] = [];
		for (const result of results.filter((each) => aim.takes(each.case)))
			for (const quantity of aim.quantities) {
				const figure = result.figures[quantity];
				const scale = aim.inNoiseFloors ? 1 / (figure?.uncertainty ?? Number.NaN) : 1;
				for (const entry of figure?.entries ?? []) {
					const place = placeOf(result.case, quantity, entry);
					all.push({ ...place, value: entry.error * scale });
					own.push({ ...place, value: entry.own * scale });
				}
			}
		const [worst, worstOwn] = [farthest(all), farthest(own)];
		return {
			aim,
			verdict: verdictOf(aim, worst, worstOwn),
			worst,
			own: worstOwn,
			count: all.length,
			// In this form NaN is beyond.
			beyond: own.filter(({ value }) => !(Math.abs(value) <= aim.limit)).length,
		};
	});
}

function placeOf({ section, label }: LoadCase, quantity: Quantity, entry: Entry) {
	const { serialNumber, phase } = entry;
	return { case: `${section}: ${label}`, quantity, serialNumber, phase };
}

function farthest(all: readonly Worst[]): Worst | undefined {
	let result: Worst | undefined;
	for (const one of all)
		if (!result || Number.isNaN(one.value) || Math.abs(one.value) > Math.abs(result.value))
			result = one;
	return result;
}

function verdictOf(aim: Aim, worst: Worst | undefined, own: Worst | undefined): Verdict {
	const within = (one: Worst | undefined, limit: number): boolean =>
		one !== undefined && Math.abs(one.value) <= limit;
	if (within(worst, aim.limit)) return "holds";
	if (within(own, aim.limit)) return "station";
	return aim.documented && within(own, aim.documented.figure) ? "documented" : "fails";
}
