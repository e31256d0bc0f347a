/** Settings of part 3 of the display (manual 7.3, 7.6). */
import { quantities } from "registers/quantity";

/** When the backlight is on: after a press, always, never. */
export const BacklightMode = Object.freeze({ BUTTON: 1, ON: 2, OFF: 3 } as const);

export const displaySettings = quantities([
	{
		name: "lcdCycleTime",
		title: "LCD cycle time",
		unit: "s",
		initial: 10,
		step: 0,
		range: { minimum: 1, maximum: 30 },
		stored: 7,
	},
	{
		name: "backlight",
		title: "Backlight",
		unit: "",
		initial: BacklightMode.BUTTON,
		step: 0,
		range: { minimum: 1, maximum: 3 },
		stored: 11,
	},
]);
