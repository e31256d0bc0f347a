/**
 * All quantities and settings of the meter, from the folders that own them; the legally relevant
 * ones first.
 */
import { accessSettings } from "access/settings";
import { bleSettings } from "ble/settings";
import { displaySettings } from "display/settings";
import { energyQuantities } from "energy/quantities";
import { energySettings } from "energy/settings";
import { indicationSettings } from "indication/settings";
import { mbusSettings } from "mbus/settings";
import { calibrationQuantities } from "metrology/calibration-quantities";
import { measurementQuantities, windowQuantities } from "metrology/quantities";
import { modbusSettings } from "modbus/settings";
import { pulseSettings } from "pulse/settings";
import { demandQuantities, extremeQuantities } from "quality/demand-quantities";
import { qualityQuantities, qualitySettings } from "quality/quantities";
import Catalogue from "registers/catalogue";
import { identityQuantities } from "registers/identity";
import { statusQuantities } from "registers/status-word";
import { storageQuantities } from "storage/quantities";

/** All quantities in the order of the catalogue. */
export const quantities = Object.freeze([
	...identityQuantities,
	...statusQuantities,
	...measurementQuantities,
	...windowQuantities,
	...calibrationQuantities,
	...energyQuantities,
	...energySettings,
	...storageQuantities,
	...pulseSettings,
	...indicationSettings,
	...modbusSettings,
	...mbusSettings,
	...bleSettings,
	...displaySettings,
	...accessSettings,
	...demandQuantities,
	...extremeQuantities,
	...qualityQuantities,
	...qualitySettings,
]);

/** Names of all quantities and settings. */
export type RegisterName = (typeof quantities)[number]["name"];

export const catalogue = new Catalogue<RegisterName>(quantities);
