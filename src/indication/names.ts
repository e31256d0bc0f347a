/** Names of the quantities that a verifier reads or that decide on a sign. */
import type { EnergyName } from "energy/energy";
import type { indicationSettings } from "indication/settings";
import type { MeasurementName } from "metrology/measured";
import type { identityQuantities } from "registers/identity";
import type { StorageName } from "storage/registers";

export type IndicationName =
	| (typeof identityQuantities)[number]["name"]
	| (typeof indicationSettings)[number]["name"]
	| MeasurementName
	| EnergyName
	| StorageName
	| "calibrationMode"
	| "broadcast";
