/** Loads of a meter with ordinary transformers, at the ends of the range of temperature. */
import { amperes, balanced, degrees, type LoadCase } from "./load-case.ts";
import { CAPACITIVE, INDUCTIVE, secondsAt, UNITY } from "./standard-cases.ts";

const TEMPERATURES = [-25, 23, 55];
const CURRENTS = [0.01, 0.05, 0.2, 1, 2, 5];

/** Longest average, s: these loads are measured three times, and the aim is wide. */
const LONGEST = 20;

/** All of them, by temperature. */
export function ordinaryCases(): LoadCase[] {
	return TEMPERATURES.flatMap((celsius) =>
		CURRENTS.flatMap((current) =>
			(current === 1 ? [UNITY, INDUCTIVE, CAPACITIVE] : [UNITY, INDUCTIVE]).map((load) => ({
				id: `ordinary ${celsius} °C ${current} A ${load.name}`,
				section: "Ordinary transformers, −25 to +55 °C" as const,
				label: `${degrees(celsius)}, ${amperes(current)}, ${load.name}`,
				settings: balanced({ current, angle: load.angle }),
				celsius,
				// Below 50 mA there is no aim for ordinary transformers.
				...(current >= 0.05 && { aim: "ordinary" as const }),
				seconds: Math.min(LONGEST, secondsAt(current)),
			})),
		),
	);
}
