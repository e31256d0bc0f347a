/** OBIS codes (manual 7.2, 7.6.10) as labels, from the rows of the registers that they name. */
import { type Label, label } from "indication/label";
import { indexOf, type RegisterName, table } from "registers/table";

function obisOf(name: RegisterName): string {
	return table[indexOf(name)].obis ?? "";
}

/** Code of an energy register: "1.8.1". */
export function obisLabel(name: RegisterName): Label {
	return label(obisOf(name));
}

/** The same without the tariff: "1.8."; empty for a total, whose meaning depends on the combination code. */
export function obisGroups(name: RegisterName): Label {
	return label(obisOf(name).slice(0, -1));
}
