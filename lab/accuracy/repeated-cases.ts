/** Loads that are measured again and again: repeatability, and the noise floor. */
import { amperes, balanced, type LoadCase } from "./load-case.ts";
import { INDUCTIVE, UNITY } from "./standard-cases.ts";

/** Seconds of each measurement. */
export const REPEATED_SECONDS = 5;

/** Currents in A; the least is that whose noise is the floor. */
const CURRENTS = [0.01, 0.05, 1, 5];

/** Key of a repeated case. */
export function repeatedId(current: number, name: string): string {
	return `repeated ${current} A ${name}`;
}

export function repeatedCases(): LoadCase[] {
	return CURRENTS.flatMap((current) =>
		(current === 1 ? [UNITY, INDUCTIVE] : [UNITY]).map((load) => ({
			id: repeatedId(current, load.name),
			section: "Active energy, balanced load" as const,
			label: `${amperes(current)}, ${load.name}`,
			settings: balanced({ current, angle: load.angle }),
			seconds: REPEATED_SECONDS,
		})),
	);
}
