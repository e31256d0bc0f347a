/** Settings of energy: combination code, CT ratio, tariff (manual 7.6.2, 7.6.6, 7.6.11). */
import { packCtRatio } from "energy/ct-ratio";
import { quantities } from "registers/quantity";

export const energySettings = quantities([
	{
		name: "combinationCode",
		title: "Combination code",
		unit: "",
		initial: 1,
		step: 0,
		range: { minimum: 1, maximum: 5 },
		stored: 6,
	},
	{ name: "ctPrimary", title: "CT ratio", unit: "A", initial: 5, step: 0 },
	{
		name: "ctRatio",
		title: "CT ratio",
		unit: "A",
		initial: packCtRatio(5, 5),
		step: 0,
		range: { minimum: packCtRatio(5, 1), maximum: packCtRatio(9995, 5) },
	},
	{
		name: "parameterLock",
		title: "Lock of CT ratio and combination code",
		unit: "",
		initial: 0,
		step: 0,
		range: { minimum: 0, maximum: 1 },
		stored: 19,
	},
	{
		name: "tariff",
		title: "Tariff",
		unit: "",
		initial: 1,
		step: 0,
		range: { minimum: 1, maximum: 4 },
	},
	/** 1 once T3 or T4 has been set: they then stay on the display for ever (manual 7.6.2). */
	{
		name: "laterTariffs",
		title: "T3 and T4 in use",
		unit: "",
		initial: 0,
		step: 0,
		range: { minimum: 0, maximum: 1 },
		stored: 18,
	},
]);
