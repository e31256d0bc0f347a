/**
 * From a window's phases to the load that is counted, by the wiring and the no-load rule, and the
 * quadrant of its powers.
 *
 * 3P4W, 2P3W and 1P2W: each phase by itself. 3P3W (Aron): the elements V12·I1* and V32·I3* are
 * summed first, before no load and before the sign is split; a phase by itself has no meaning
 * there.
 */
import type Window from "metrology/window";

/** How the meter is connected (manual 5.8); the numbers are those of register 7002. */
export const Wiring = Object.freeze({
	THREE_PHASE_FOUR_WIRE: 0,
	ARON: 1,
	TWO_PHASE: 2,
	ONE_PHASE: 3,
} as const);

export type WiringCode = (typeof Wiring)[keyof typeof Wiring];

/** Elements whose energy is counted separately, by wiring. */
const ELEMENTS = Object.freeze([3, 1, 2, 1]);

/** Phases whose voltage is connected, by wiring. */
export const CONNECTED = Object.freeze([
	Object.freeze([true, true, true]),
	Object.freeze([true, false, true]),
	Object.freeze([true, true, false]),
	Object.freeze([true, false, false]),
]);

/** An element whose active power (W) and reactive power (var) are both below this has no load. */
const NO_LOAD_POWER = 0.2;

/** A sine without a load has less apparent power (VA); one with more has none but harmonics. */
export const NO_LOAD_APPARENT = NO_LOAD_POWER * Math.SQRT2;

/** A current below this (A) reads 0: 2 mA, the starting current, is well above. */
const NO_LOAD_CURRENT = 0.0008;

/** Share of the apparent power that a power must exceed to turn its direction. */
const DEAD_BAND = 0.001;

/** The current (A) that a reading shows of a measured one. */
export function shownCurrent(current: number): number {
	return current < NO_LOAD_CURRENT ? 0 : current;
}

/** Powers of one window at the meter's terminals; the object is used again for the next. */
export default class Load {
	/** Takes effect with the next window. */
	wiring: WiringCode = Wiring.THREE_PHASE_FOUR_WIRE;
	/** Elements of {@link activePower} and {@link reactivePower} that are counted, 1..3. */
	elements = 3;
	/** W by element; 0 from index {@link elements}. */
	readonly activePower: [number, number, number] = [0, 0, 0];
	/** var by element; 0 from index {@link elements}. */
	readonly reactivePower: [number, number, number] = [0, 0, 0];
	/** Length of the window in frames. */
	frames = 0;

	/** True if element k is phase k, so that a phase has readings and counters of its own. */
	get perPhase(): boolean {
		return this.wiring !== Wiring.ARON;
	}

	/** Computes the load of a window. */
	update(window: Window): void {
		const { phases } = window;
		this.frames = window.frames;
		this.elements = ELEMENTS[this.wiring];
		if (this.wiring === Wiring.ARON) {
			const active = phases[0].activePower + phases[2].activePower;
			this.set(0, active, phases[0].reactivePower + phases[2].reactivePower);
			this.set(1, 0, 0);
			this.set(2, 0, 0);
			return;
		}
		for (let k = 0; k < 3; k++) {
			const counts = k < this.elements;
			this.set(k, counts ? phases[k].activePower : 0, counts ? phases[k].reactivePower : 0);
		}
	}

	private set(k: number, active: number, reactive: number): void {
		const loaded = Math.abs(active) >= NO_LOAD_POWER || Math.abs(reactive) >= NO_LOAD_POWER;
		this.activePower[k] = loaded ? active : 0;
		this.reactivePower[k] = loaded ? reactive : 0;
	}
}

/** Quadrant 1..4 by the signs of two powers: ++, −+, −−, +−; zero counts as positive. */
export function quadrantOf(active: number, reactive: number): number {
	if (active >= 0) return reactive >= 0 ? 1 : 4;
	return reactive >= 0 ? 2 : 3;
}

/**
 * Directions of an active and a reactive power, and the quadrant that they make. A direction
 * changes only when its power exceeds a thousandth of the apparent power: noise around zero does
 * not turn it. Energy goes by the true sign.
 */
export class Quadrant {
	/** True if the active power is negative. */
	reverse = false;
	/** True if the reactive power is negative: the current leads. */
	leading = false;

	/** 1..4. */
	get number(): number {
		return quadrantOf(this.reverse ? -1 : 1, this.leading ? -1 : 1);
	}

	/** Both directions are forward, since there is no power that could turn them. */
	reset(): void {
		this.reverse = false;
		this.leading = false;
	}

	/** Takes new powers: W, var, VA. */
	update(active: number, reactive: number, apparent: number): void {
		const least = DEAD_BAND * apparent;
		if (Math.abs(active) > least) this.reverse = active < 0;
		if (Math.abs(reactive) > least) this.leading = reactive < 0;
	}
}
