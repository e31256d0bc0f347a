/** `/api/front-end`: temperature of the front end, and how its blocks reach the firmware. */
import { DELIVERIES, type Delivery } from "../meter/feed.ts";
import type { VirtualMeter } from "../meter/meter.ts";
import type { Routes } from "./routes.ts";

interface Body {
	delivery?: Delivery;
	/** °C. */
	temperature?: number;
}

const BODY = {
	type: "object",
	minProperties: 1,
	additionalProperties: false,
	properties: {
		delivery: { type: "string", enum: DELIVERIES },
		temperature: { type: "number", minimum: -40, maximum: 85 },
	},
};

/** Adds the routes of `meter`. */
export function frontEndRoutes(routes: Routes, { feed }: VirtualMeter): void {
	const state = () => ({ delivery: feed.delivery, temperature: feed.temperature });
	routes.get("/front-end", { summary: "temperature and delivery of the front end" }, state);
	routes.put<{ Body: Body }>("/front-end", { summary: "sets them", body: BODY }, ({ body }) => {
		feed.delivery = body.delivery ?? feed.delivery;
		feed.temperature = body.temperature ?? feed.temperature;
		return state();
	});
}
