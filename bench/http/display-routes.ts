/** The API of what a person sees and touches: display and buttons. */
import { setTimeout } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { BUTTON_NAMES, type ButtonName, Buttons } from "../display/buttons.ts";
import { pngOf } from "../display/png.ts";
import { type Reading, read } from "../display/reading.ts";
import type { VirtualMeter } from "../meter/meter.ts";

/** Longest hold, ms: ten minutes. */
const LONGEST_HOLD = 600_000;

/** Hold of a short press, ms. */
const SHORT = 100;

/** Milliseconds after a button was let go until the display shows what came of it: debouncing and drawing. */
const SETTLING = 200;

/** Milliseconds of the clock that a picture is waited for at most that is being drawn, and between two looks. */
const PATIENCE = 300;
const LOOK = 5;

const BUTTONS_BODY = {
	type: "object",
	required: ["button"],
	additionalProperties: false,
	properties: {
		button: { type: "string", enum: BUTTON_NAMES },
		hold: { type: "number", exclusiveMinimum: 0, maximum: LONGEST_HOLD },
	},
};

const PNG_QUERY = {
	type: "object",
	additionalProperties: false,
	properties: { scale: { type: "string", pattern: "^[1-8]$" } },
};

/** Registers the routes of `meter` under the prefix that `app` stands for. */
export function displayRoutes(app: FastifyInstance, meter: VirtualMeter): void {
	const buttons = new Buttons(meter);
	/** The last reading, and the picture that it is of. */
	let reading: Reading | undefined;
	let version = -1;
	const readLcd = (): Reading => {
		if (reading === undefined || version !== meter.lcd.version) reading = read(meter.lcd.pixels());
		version = meter.lcd.version;
		return reading;
	};
	/** Waits until what is being drawn is whole: half of a page is nothing that a person reads. */
	const drawn = async (): Promise<void> => {
		for (let waited = 0; meter.drawing && waited < PATIENCE; waited += LOOK) await setTimeout(LOOK);
	};
	app.get("/display", async () => {
		await drawn();
		const { rows, bluetooth, page } = readLcd();
		return { rows, backlight: meter.lcd.lit, bluetooth, page };
	});
	app.get<{ Querystring: { scale?: string } }>(
		"/display.png",
		{ schema: { querystring: PNG_QUERY } },
		async (request, reply) => {
			await drawn();
			const png = pngOf(meter.lcd.pixels(), meter.lcd.lit, Number(request.query.scale ?? 1));
			return reply.type("image/png").header("cache-control", "no-store").send(png);
		},
	);
	app.post<{ Body: { button: ButtonName; hold?: number } }>(
		"/buttons",
		{ schema: { body: BUTTONS_BODY } },
		async ({ body: { button, hold = SHORT } }) => {
			await buttons.hold(button, hold);
			await buttons.settle(SETTLING);
			return { button, hold };
		},
	);
}
