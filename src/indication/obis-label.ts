/** OBIS codes (manual 7.2, 7.6.10) as labels, taken from the rows of the registers. */
import { type Label, label } from "indication/label";
import { indexOf, type RegisterName, table } from "registers/table";

function obisOf(name: RegisterName): string {
	return table[indexOf(name)].obis ?? "";
}

/** Code of an energy register, such as "1.8.1". */
export function obisLabel(name: RegisterName): Label {
	return label(obisOf(name));
}

/**
 * The same without the tariff, such as "1.8."; empty for a total, because its meaning depends on
 * the combination code.
 */
export function obisGroups(name: RegisterName): Label {
	return label(obisOf(name).slice(0, -1));
}
