/** Values that the meters read: `GET /api/readings` and `/metrics`; `POST /api/write`. */
import type { FastifyInstance, FastifyReply } from "fastify";
import { ModbusException, NoResponse } from "../../client/modbus-client.ts";
import { type AskedLine, RtuClient } from "../bus/rtu-client.ts";
import { reasonOf } from "../fault.ts";
import type { VirtualMeter } from "../meter/meter.ts";
import { metricsText } from "../readings/metrics.ts";
import { type Readings, readMeter } from "../readings/readings.ts";
import { BadWrite, writeMeter } from "../readings/write.ts";

const QUERY = {
	type: "object",
	additionalProperties: false,
	properties: { unit: { type: "string", pattern: "^[0-9]{1,3}$" } },
};

const WRITE_BODY = {
	type: "object",
	required: ["register", "value"],
	additionalProperties: false,
	properties: {
		register: { type: "string", maxLength: 40 },
		value: { anyOf: [{ type: "number" }, { type: "string" }] },
	},
};

/** Content type of Prometheus' text format. */
const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

interface Query {
	/** Modbus ID of the meter, if a client has changed it. */
	Querystring: { unit?: string };
}

/** A meter that the routes ask. */
interface AskedMeter {
	readonly meter: VirtualMeter;
	readonly serialNumber: number;
}

/** Registers the routes of every meter; the meters' Modbus IDs count up from 1. */
export function readingsRoutes(
	app: FastifyInstance,
	meters: readonly AskedMeter[],
	line: AskedLine,
): void {
	meters.forEach(({ meter, serialNumber }, index) => {
		const clientOf = ({ unit }: Query["Querystring"]): RtuClient =>
			new RtuClient(line, unit === undefined ? index + 1 : Number(unit));
		for (const prefix of index === 0 ? ["/api", "/api/meters/0"] : [`/api/meters/${index}`]) {
			app.get<Query>(`${prefix}/readings`, { schema: { querystring: QUERY } }, ({ query }, reply) =>
				answered(reply, async () => {
					const readings = await readMeter(clientOf(query));
					return { serialNumber, meterSeconds: meter.seconds, readings };
				}),
			);
			app.post<Query & { Body: { register: string; value: number | string } }>(
				`${prefix}/write`,
				{ schema: { querystring: QUERY, body: WRITE_BODY } },
				({ query, body: { register, value } }, reply) =>
					answered(reply, async () => {
						await writeMeter(clientOf(query), register, value);
						return { register, value };
					}),
			);
		}
	});
	app.get("/metrics", async (_request, reply) => {
		const all = meters.map(async ({ serialNumber }, index) => {
			const readings = await readMeter(new RtuClient(line, index + 1)).catch(silence);
			return { meter: index, serialNumber, readings };
		});
		return reply.type(METRICS_TYPE).send(metricsText(await Promise.all(all)));
	});
}

/** A meter that does not answer is no error of Prometheus' request. */
function silence(error: unknown): Readings | undefined {
	if (error instanceof NoResponse || error instanceof ModbusException) return undefined;
	throw error;
}

/** Answers 409 while the meter does not, 400 when it or its registers refuse a value. */
async function answered(reply: FastifyReply, work: () => Promise<unknown>): Promise<unknown> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof NoResponse) return reply.code(409).send({ error: reasonOf(error) });
		if (error instanceof BadWrite || error instanceof ModbusException)
			return reply.code(400).send({ error: reasonOf(error) });
		throw error;
	}
}
