/**
 * `/api/front-end`: temperature of the front end and its sensor, class of its current transformers,
 * and how its blocks reach the firmware.
 */
import { CT_CLASSES, type CtClass } from "../front-end/current-transformer.ts";
import { TEMPERATURE } from "../front-end/temperature.ts";
import { DELIVERIES, type Delivery } from "../meter/feed.ts";
import type { VirtualMeter } from "../meter/meter.ts";
import type { RouteRequest, Routes } from "./routes.ts";

interface Body {
	delivery?: Delivery;
	/** °C. */
	temperature?: number;
	ctClass?: CtClass;
	sensorFails?: boolean;
}

const BODY = {
	type: "object",
	minProperties: 1,
	additionalProperties: false,
	properties: {
		delivery: { type: "string", enum: DELIVERIES },
		temperature: { type: "number", ...TEMPERATURE },
		ctClass: { type: "string", enum: CT_CLASSES },
		sensorFails: { type: "boolean" },
	},
};

/** Adds the routes of `meter`. */
export function frontEndRoutes(routes: Routes, { feed }: VirtualMeter): void {
	const state = () => {
		const { delivery, temperature, ctClass, sensorFails } = feed;
		return { delivery, temperature, ctClass, sensorFails };
	};
	const set = ({ body }: RouteRequest<{ Body: Body }>) => {
		feed.delivery = body.delivery ?? feed.delivery;
		feed.temperature = body.temperature ?? feed.temperature;
		feed.ctClass = body.ctClass ?? feed.ctClass;
		feed.sensorFails = body.sensorFails ?? feed.sensorFails;
		return state();
	};
	const schema = { summary: "sets what is given", body: BODY };
	const summary = "temperature, current transformers and delivery of the front end";
	routes.get("/front-end", { summary }, state);
	routes.patch<{ Body: Body }>("/front-end", schema, set);
	routes.put<{ Body: Body }>("/front-end", schema, set);
}
