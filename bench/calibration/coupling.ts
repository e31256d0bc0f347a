/**
 * Shares of each other's currents that the transformers pick up (docs/metrology.md): found with a
 * current in one phase alone, and taken out of the other observations, since the meter will take
 * them out before it applies the other constants.
 */
import { type Average, three } from "./block.ts";
import type { Three } from "./constants.ts";
import type { Measured } from "./solve.ts";

/** A complex number. */
interface Complex {
	readonly re: number;
	readonly im: number;
}

/** Averages with a current in one phase alone, and without any. */
export interface Alone {
	readonly onlyL1: Average;
	readonly onlyL2: Average;
	readonly onlyL3: Average;
	readonly idle: Average;
}

/** The phases that L1, L2, L3 pick up from, in the order of the constants. */
const PAIRS = [
	[0, 1],
	[0, 2],
	[1, 0],
	[1, 2],
	[2, 0],
	[2, 1],
] as const;

/** Returns the shares, in the order of the constants. */
export function couplingsOf({ onlyL1, onlyL2, onlyL3, idle }: Alone): number[] {
	const alone: Three<Average> = [onlyL1, onlyL2, onlyL3];
	return PAIRS.map(([own, other]) => {
		const average = alone[other];
		const before = power(idle.phases[own]);
		const picked = power(average.phases[own]);
		const whole = across(average, own, other);
		const inPhase = (picked.re - before.re) * whole.re + (picked.im - before.im) * whole.im;
		return inPhase / (whole.re ** 2 + whole.im ** 2);
	});
}

/** Returns the average as transformers that pick up nothing would have given it. */
export function uncoupled(average: Average, couplings: readonly number[]): Average {
	const phases = three((phase) => {
		const measured = average.phases[phase];
		const with_ = power(measured);
		let { re, im } = with_;
		for (const [place, [own, other]] of PAIRS.entries()) {
			if (own !== phase) continue;
			const picked = across(average, own, other);
			re -= (couplings[place] ?? 0) * picked.re;
			im -= (couplings[place] ?? 0) * picked.im;
		}
		const square = (with_.re ** 2 + with_.im ** 2 - re ** 2 - im ** 2) / measured.voltage ** 2;
		const current = Math.sqrt(Math.max(0, measured.current ** 2 - square));
		return { ...measured, current, activePower: re, reactivePower: im };
	});
	return { ...average, phases };
}

/** Power of the voltage of `own` with the current of `other`. */
function across({ phases, angles }: Average, own: 0 | 1 | 2, other: 0 | 1 | 2): Complex {
	const { re, im } = power(phases[other]);
	const ratio = phases[own].voltage / phases[other].voltage;
	const angle = angles[own] - angles[other];
	const [cosine, sine] = [ratio * Math.cos(angle), ratio * Math.sin(angle)];
	return { re: re * cosine - im * sine, im: re * sine + im * cosine };
}

function power({ activePower, reactivePower }: Measured): Complex {
	return { re: activePower, im: reactivePower };
}
