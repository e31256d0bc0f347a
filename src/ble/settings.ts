/** Settings of the radio (manual 7.6); no Modbus register holds them, as Modbus has no password. */
import { quantities } from "registers/quantity";

export const bleSettings = quantities([
	/** 1: the radio advertises and accepts connections; 0: it is off. */
	{
		name: "broadcast",
		title: "Broadcast",
		unit: "",
		initial: 1,
		step: 0,
		range: { minimum: 0, maximum: 1 },
		stored: 14,
	},
	/** 1: whoever proves the six digits need not do it again; 0: the radio forgets all of them. */
	{
		name: "bonds",
		title: "Bonds",
		unit: "",
		initial: 0,
		step: 0,
		range: { minimum: 0, maximum: 1 },
		stored: 21,
	},
]);
