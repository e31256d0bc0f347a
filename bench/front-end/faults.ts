/** Faults that real hardware has and that can be left out, each by itself. */
import type { CtClass } from "./current-transformer.ts";

export interface Faults {
	/** Error of the current transformers over the current; `ideal`: none. */
	readonly ctClass: CtClass;
	/** True: each transformer picks up the other phases' currents. */
	readonly ctCoupling: boolean;
	/** True: the converters have 1/f noise besides their white noise. */
	readonly flickerNoise: boolean;
	/** True: the crystal is off its frequency, and more so when it is cold or hot. */
	readonly crystal: boolean;
	/** True: the calibration station applies other quantities than it says. */
	readonly station: boolean;
}

export const NO_FAULTS: Faults = {
	ctClass: "ideal",
	ctCoupling: false,
	flickerNoise: false,
	crystal: false,
	station: false,
};

/** A meter of good parts, calibrated at a good station. */
export const ALL_FAULTS: Faults = {
	ctClass: "good",
	ctCoupling: true,
	flickerNoise: true,
	crystal: true,
	station: true,
};

/**
 * Hardware that a meter can have. `real`: tolerances, and all faults. `linear`: tolerances alone,
 * as meters had before there were faults. `ideal`: neither.
 */
export const FRONT_ENDS = ["real", "linear", "ideal"] as const;
export type FrontEndKind = (typeof FRONT_ENDS)[number];

/** Hardware of a new meter unless its options say otherwise. */
export const DEFAULT_FRONT_END: FrontEndKind = "real";

/** Returns the faults of such hardware. */
export function faultsOf(kind: FrontEndKind): Faults {
	return kind === "real" ? ALL_FAULTS : NO_FAULTS;
}
