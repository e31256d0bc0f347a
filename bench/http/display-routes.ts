/** The API of display and buttons. */
import { setTimeout } from "node:timers/promises";
import { BUTTON_NAMES, type ButtonName, type Buttons } from "../display/buttons.ts";
import { type Reading, read } from "../display/reading.ts";
import type { VirtualMeter } from "../meter/meter.ts";
import type { Routes } from "./routes.ts";

/** Longest hold: ten minutes. */
const LONGEST_HOLD_MS = 600_000;

/** Hold of a short press. */
const SHORT_MS = 100;

/**
 * Meter time after a button was let go until the display shows the result: debouncing and drawing.
 */
const SETTLING_MS = 200;

/**
 * Longest wait for a picture that is being drawn, and time between two looks, by the machine's
 * clock.
 */
const PATIENCE_MS = 300;
const LOOK_MS = 5;

const BUTTONS_BODY = {
	type: "object",
	required: ["button"],
	additionalProperties: false,
	properties: {
		button: { type: "string", enum: BUTTON_NAMES },
		hold: { type: "number", exclusiveMinimum: 0, maximum: LONGEST_HOLD_MS },
	},
};

/**
 * Adds the routes of `meter`.
 * @param buttons its buttons, the same at each prefix
 */
export function displayRoutes(routes: Routes, meter: VirtualMeter, buttons: Buttons): void {
	/** The last reading, and the version of its picture. */
	let reading: Reading | undefined;
	let version = -1;
	const readLcd = (): Reading => {
		if (reading === undefined || version !== meter.lcd.version) reading = read(meter.lcd.pixels());
		version = meter.lcd.version;
		return reading;
	};
	routes.get("/display", { summary: "the display as a person reads it" }, async () => {
		await drawn(meter);
		const { rows, bluetooth, page } = readLcd();
		return { rows, backlight: meter.lcd.lit, bluetooth, page };
	});
	routes.post<{ Body: { button: ButtonName; hold?: number } }>(
		"/buttons",
		{
			summary: "holds a button for hold ms, 100 unless given; answers when the display shows it",
			body: BUTTONS_BODY,
		},
		async ({ body: { button, hold = SHORT_MS }, gone }) => {
			await buttons.hold(button, hold, gone);
			await buttons.settle(SETTLING_MS);
			return { button, hold };
		},
	);
}

/** Waits until a page is fully drawn: nobody reads half of one. */
export async function drawn(meter: VirtualMeter): Promise<void> {
	for (let waited = 0; meter.drawing && waited < PATIENCE_MS; waited += LOOK_MS)
		await setTimeout(LOOK_MS);
}
