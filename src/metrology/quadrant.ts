/**
 * Directions of an active and a reactive power, and the quadrant that they make. A direction
 * changes only when its power exceeds a thousandth of the apparent power: noise around zero does
 * not turn it. Energy goes by the true sign.
 */

/** Share of the apparent power that a power must exceed to turn its direction. */
const DEAD_BAND = 0.001;

/** Quadrant 1..4 by the signs of two powers: ++, −+, −−, +−; zero counts as positive. */
export function quadrantOf(active: number, reactive: number): number {
	if (active >= 0) return reactive >= 0 ? 1 : 4;
	return reactive >= 0 ? 2 : 3;
}

export default class Quadrant {
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
