/** OBIS codes (manual 7.2, 7.6.10) as labels, taken from the energies. */

import type { EnergyName } from "energy/energy";
import { energyQuantities } from "energy/quantities";
import { type Label, label } from "indication/label";
import type { Quantity } from "registers/quantity";

function obisOf(name: EnergyName): string {
	const energies: readonly Quantity[] = energyQuantities;
	return energies.find((energy) => energy.name === name)?.obis ?? "";
}

/** Code of an energy register, such as "1.8.1". */
export function obisLabel(name: EnergyName): Label {
	return label(obisOf(name));
}

/**
 * The same without the tariff, such as "1.8."; empty for a total, because its meaning depends on
 * the combination code.
 */
export function obisGroups(name: EnergyName): Label {
	return label(obisOf(name).slice(0, -1));
}
