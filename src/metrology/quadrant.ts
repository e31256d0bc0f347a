/**
 * Quadrant 1..4 by the signs of an active and a reactive quantity: ++, −+, −−, +−; zero counts as
 * positive.
 */
export function quadrant(active: number, reactive: number): number {
	if (active >= 0) return reactive >= 0 ? 1 : 4;
	return reactive >= 0 ? 2 : 3;
}
