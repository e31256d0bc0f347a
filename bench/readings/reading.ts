/** A value that the meter reads. */
export interface Reading {
	/** A number, or a text such as the CT ratio `"100/5"` and the direction `"F"`. */
	readonly value: number | string;
	/** Base unit: V, A, Hz, W, var, VA, Wh, varh, s, ms, imp/kWh or none (""). */
	readonly unit: string;
}
