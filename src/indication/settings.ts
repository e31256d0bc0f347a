/** Settings of what a verifier reads: its direction and its OBIS codes (manual 7.6). */
import { quantities } from "registers/quantity";

export const indicationSettings = quantities([
	{
		name: "screenDirection",
		title: "Screen direction",
		unit: "",
		initial: 0,
		step: 0,
		range: { minimum: 0, maximum: 1 },
		stored: 9,
	},
	{
		name: "obisCodes",
		title: "OBIS code ON/OFF",
		unit: "",
		initial: 0,
		step: 0,
		range: { minimum: 0, maximum: 1 },
		stored: 10,
	},
]);
