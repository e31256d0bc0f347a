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
]);
