/**
 * Values that the meters read: `GET /api/readings`, `/metrics` and `/event-waveform.cff`;
 * `POST /api/write`.
 */

import { ModbusException, NoResponse } from "../../client/modbus-client.ts";
import { NoWaveform, readWaveform } from "../../client/quality-series.ts";
import { accessBy } from "../../client/register-access.ts";
import { cffOf, csvOf, type Waveform } from "../../client/waveform-file.ts";
import { type AskedLine, RtuClient } from "../bus/rtu-client.ts";
import { reasonOf } from "../fault.ts";
import type { VirtualMeter } from "../meter/meter.ts";
import { metricsText } from "../readings/metrics.ts";
import { type Readings, readAllHarmonics, readMeter } from "../readings/readings.ts";
import { BadWrite, writeMeter } from "../readings/write.ts";
import type { RouteReply, Routes } from "./routes.ts";

const QUERY = {
	type: "object",
	additionalProperties: false,
	properties: {
		// 1 to 247: another number would be cut to a byte, and ask whoever has that ID.
		unit: {
			description: "a Modbus ID, 1 to 247",
			type: "string",
			pattern: "^([1-9][0-9]?|1[0-9]{2}|2[0-3][0-9]|24[0-7])$",
		},
	},
};

const READINGS_QUERY = {
	...QUERY,
	properties: { ...QUERY.properties, harmonics: { type: "string", enum: ["true", "false"] } },
};

const WAVEFORM_QUERY = {
	...QUERY,
	properties: { ...QUERY.properties, age: { type: "string", enum: ["0", "1"] } },
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

interface ReadingsQuery {
	/** True: the harmonics too. */
	Querystring: Query["Querystring"] & { harmonics?: "true" | "false" };
}

interface WaveformQuery {
	/** 0, the default, is the newest one. */
	Querystring: Query["Querystring"] & { age?: string };
}

/**
 * Makes a client of the meter that a query names.
 * @param gone aborts when whoever asks has gone
 */
type ClientOf = (query: Query["Querystring"], gone: AbortSignal) => RtuClient;

/** A meter that the routes ask. */
interface AskedMeter {
	readonly meter: VirtualMeter;
	readonly serialNumber: number;
}

/**
 * Adds the routes of one meter.
 * @param unit its Modbus ID when it is new
 */
export function readingsRoutes(
	routes: Routes,
	{ meter, serialNumber }: AskedMeter,
	line: AskedLine,
	unit: number,
): void {
	const clientOf: ClientOf = (query, gone) =>
		new RtuClient(line, query.unit === undefined ? unit : Number(query.unit), gone);
	routes.get<ReadingsQuery>(
		"/readings",
		{ summary: "the meter's own readings, asked by Modbus", querystring: READINGS_QUERY },
		({ query, gone }, reply) =>
			answered(reply, async () => {
				const client = clientOf(query, gone);
				const readings = await readMeter(client);
				const wanted = query.harmonics === "true";
				const harmonics = wanted ? await readAllHarmonics(client) : undefined;
				const { seconds: meterSeconds } = meter;
				return { serialNumber, meterSeconds, readings, ...(harmonics && { harmonics }) };
			}),
	);
	routes.post<Query & { Body: { register: string; value: number | string } }>(
		"/write",
		{ summary: "writes a register by Modbus", querystring: QUERY, body: WRITE_BODY },
		({ query, body: { register, value }, gone }, reply) =>
			answered(reply, async () => {
				await writeMeter(clientOf(query, gone), register, value);
				return { register, value };
			}),
	);
	waveformRoutes(routes, clientOf);
}

/** Adds the waveforms that the meter has recorded around events, as files. */
function waveformRoutes(routes: Routes, clientOf: ClientOf): void {
	const add = (
		extension: string,
		gives: string,
		summary: string,
		textOf: (waveform: Waveform) => string,
	): void =>
		routes.get<WaveformQuery>(
			`/event-waveform.${extension}`,
			{ summary, querystring: WAVEFORM_QUERY, gives },
			({ query, gone }, reply) =>
				answered(reply, async () => {
					const access = accessBy(clientOf(query, gone));
					const waveform = await readWaveform(access, Number(query.age ?? "0"));
					return reply.type(gives).send(textOf(waveform));
				}),
		);
	add(
		"cff",
		"application/octet-stream",
		"the waveform around a dip, swell or interruption, as COMTRADE (IEEE C37.111)",
		cffOf,
	);
	add("csv", "text/csv; charset=utf-8", "the same as a table", csvOf);
}

/** Adds `/metrics` of all meters, whose Modbus IDs count up from 1. */
export function metricsRoutes(
	routes: Routes,
	meters: readonly AskedMeter[],
	line: AskedLine,
): void {
	const summary = "the readings of all meters for Prometheus";
	routes.get("/metrics", { summary, gives: METRICS_TYPE }, async ({ gone }, reply) => {
		const all = meters.map(async ({ serialNumber }, index) => {
			const client = new RtuClient(line, index + 1, gone);
			const readings = await readMeter(client).catch(silence);
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

/**
 * Answers 409 while the meter does not or has no such waveform, 400 when it or its registers refuse
 * a value.
 */
async function answered(reply: RouteReply, work: () => Promise<unknown>): Promise<unknown> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof NoResponse || error instanceof NoWaveform)
			return reply.code(409).send({ error: reasonOf(error) });
		if (error instanceof BadWrite || error instanceof ModbusException)
			return reply.code(400).send({ error: reasonOf(error) });
		throw error;
	}
}
