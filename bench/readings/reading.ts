/** A value that the meter reads. */
export interface Reading {
	/**
	 * A number, or a text such as the CT ratio `"100/5"` and the direction `"F"`; null where there is
	 * none yet, such as the demand before a period has ended.
	 */
	readonly value: number | string | null;
	/** Base unit: V, A, Hz, W, var, VA, Wh, varh, s, ms, imp/kWh or none (""). */
	readonly unit: string;
}
