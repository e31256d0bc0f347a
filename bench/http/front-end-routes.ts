/** `/api/front-end`: temperature of the front end, and how its blocks reach the firmware. */
import type { FastifyInstance } from "fastify";
import { DELIVERIES, type Delivery } from "../meter/feed.ts";
import type { VirtualMeter } from "../meter/meter.ts";

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

/** Registers the routes of `meter` under the prefix that `app` stands for. */
export function frontEndRoutes(app: FastifyInstance, { feed }: VirtualMeter): void {
	const state = () => ({ delivery: feed.delivery, temperature: feed.temperature });
	app.get("/front-end", state);
	app.put<{ Body: Body }>("/front-end", { schema: { body: BODY } }, ({ body }) => {
		feed.delivery = body.delivery ?? feed.delivery;
		feed.temperature = body.temperature ?? feed.temperature;
		return state();
	});
}
