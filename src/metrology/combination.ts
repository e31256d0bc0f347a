/** Combination codes: what "total" means (manual 7.6.11). */

/** Codes C-01..C-05; the numbers are those of register 400F. */
export const Combination = Object.freeze({
	FORWARD: 1,
	REVERSE: 2,
	FORWARD_PLUS_REVERSE: 3,
	FORWARD_MINUS_REVERSE: 4,
	/** Forward − reverse, both netted over the phases; once set, never another. */
	NETTED: 5,
} as const);

/** Total of a forward and a reverse energy, Wh or varh; negative where reverse energy outweighs. */
export function combine(code: number, forward: number, reverse: number): number {
	switch (code) {
		case Combination.FORWARD:
			return forward;
		case Combination.REVERSE:
			return reverse === 0 ? 0 : -reverse;
		case Combination.FORWARD_PLUS_REVERSE:
			return forward + reverse;
		default:
			return forward - reverse;
	}
}
