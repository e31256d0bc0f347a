/** `GET /api/display.png`. */
import { pngOf } from "../display/png.ts";
import type { VirtualMeter } from "../meter/meter.ts";
import { drawn } from "./display-routes.ts";
import type { Routes } from "./routes.ts";

const PNG = "image/png";

const QUERY = {
	type: "object",
	additionalProperties: false,
	properties: {
		scale: { description: "a whole number, 1 to 8", type: "string", pattern: "^[1-8]$" },
	},
};

/** Adds the route of `meter`. */
export function pictureRoute(routes: Routes, meter: VirtualMeter): void {
	routes.get<{ Querystring: { scale?: string } }>(
		"/display.png",
		{ summary: "the display as a picture", querystring: QUERY, gives: PNG },
		async ({ query: { scale = "1" } }, reply) => {
			await drawn(meter);
			const png = pngOf(meter.lcd.pixels(), meter.lcd.lit, Number(scale));
			return reply.type(PNG).header("cache-control", "no-store").send(png);
		},
	);
}
