/** The quantities whose errors are reported. */

export const QUANTITIES = [
	"activeEnergy",
	"reactiveEnergy",
	"activePower",
	"reactivePower",
	"voltage",
	"current",
	"powerFactor",
	"frequency",
] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** Title and unit of each error. Errors of reactive quantities are parts of the apparent power. */
export const OF_QUANTITY: Readonly<
	Record<Quantity, { readonly title: string; readonly unit: string }>
> = {
	activeEnergy: { title: "active, total", unit: "%" },
	reactiveEnergy: { title: "reactive, total", unit: "% of S" },
	activePower: { title: "P", unit: "%" },
	reactivePower: { title: "Q", unit: "% of S" },
	voltage: { title: "V", unit: "%" },
	current: { title: "I", unit: "%" },
	powerFactor: { title: "PF", unit: "1" },
	frequency: { title: "f", unit: "mHz" },
};

/**
 * Errors of a case by quantity: L1, L2, L3, or one of all phases. Undefined: there is no truth to
 * compare with.
 */
export type Errors = Readonly<Record<Quantity, readonly (number | undefined)[]>>;

/** The value farthest from 0, NaN being the farthest; undefined if there is none. */
export function worst(errors: readonly (number | undefined)[]): number | undefined {
	let result: number | undefined;
	for (const error of errors) {
		if (error === undefined) continue;
		if (result === undefined || Number.isNaN(error) || Math.abs(error) > Math.abs(result))
			result = error;
	}
	return result;
}
