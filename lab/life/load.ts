/** Loads of a life, and what the meter should make of them. */
import { FRAME_RATE_HZ } from "sampling";
import type { Powers } from "../torture/ledger.ts";
import { type Gains, resultsOf } from "./injection.ts";
import { encodeWindow, NOTHING_TOLD } from "./windows.ts";

/** A steady load at the terminals. */
export interface LifeLoad {
	/** V, A, degrees by which the current lags, of L1 to L3. */
	readonly phases: readonly (readonly [voltage: number, current: number, angle: number])[];
	readonly frequencyHz: number;
	/** True if the phases follow one another as L1 L3 L2. */
	readonly reversed: boolean;
}

/** Frames of a window of a second. */
export const COARSE_FRAMES = FRAME_RATE_HZ;

export const NO_LOAD: LifeLoad = {
	phases: [
		[230, 0, 0],
		[230, 0, 0],
		[230, 0, 0],
	],
	frequencyHz: 50,
	reversed: false,
};

/** Wiring by the number of register 7002: phases that count. 3P3W (1) does not occur in a life. */
const COUNTED: Readonly<Record<number, number>> = { 0: 3, 2: 2, 3: 1 };

/** No load (docs/metrology.md): an element below this power, W and var; a current below this, A. */
const NO_LOAD_POWER = 0.2;
const NO_LOAD_CURRENT = 0.0008;

/** No voltage, no crossings. */
const VOLTAGE_WITH_CROSSINGS = 1;

/** Number of phases, from L1, that count with a wiring. */
export function countedPhases(wiring: number): number {
	return COUNTED[wiring] ?? 3;
}

/** Active and reactive power of a phase, W and var. */
function powerOf([voltage, current, angle]: LifeLoad["phases"][number]): [number, number] {
	const radians = (angle * Math.PI) / 180;
	return [voltage * current * Math.cos(radians), voltage * current * Math.sin(radians)];
}

/** True if an element of these powers counts. */
function isLoaded([active, reactive]: readonly [number, number]): boolean {
	return Math.abs(active) >= NO_LOAD_POWER || Math.abs(reactive) >= NO_LOAD_POWER;
}

/** The current that a meter shows of one of a phase, A. */
export function shownCurrent([, current]: LifeLoad["phases"][number]): number {
	return current >= NO_LOAD_CURRENT ? current : 0;
}

/** Powers that count with a wiring. */
export function countedPowers({ phases }: LifeLoad, wiring: number): Powers {
	const powers = phases.map((phase, k): [number, number] => {
		const power = powerOf(phase);
		return k < countedPhases(wiring) && isLoaded(power) ? power : [0, 0];
	});
	const [[p1, q1] = [0, 0], [p2, q2] = [0, 0], [p3, q3] = [0, 0]] = powers;
	return { active: [p1, p2, p3], reactive: [q1, q2, q3] };
}

/** Encodes a window of a load of `frames` frames, a multiple of a fifth of a second. */
export function windowOf(
	load: LifeLoad,
	frames: number,
	gains: readonly Gains[],
	lostFrames = 0,
	told = NOTHING_TOLD,
): Uint8Array {
	const crossing = load.phases.some(([voltage]) => voltage >= VOLTAGE_WITH_CROSSINGS);
	const results = resultsOf({
		phases: load.phases.map((phase) => {
			const [active, reactive] = powerOf(phase);
			return { voltage: phase[0], current: phase[1], active, reactive };
		}),
		cycles: crossing ? Math.round((load.frequencyHz * frames) / FRAME_RATE_HZ) : 0,
		frames,
		reversed: load.reversed,
		gains,
	});
	return encodeWindow(results, lostFrames, told);
}
