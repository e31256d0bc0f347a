/** `WS /api/live` and what the bench keeps of one meter. */
import { HIGHEST_UNIT_ID } from "serial/line-settings";
import { wholeNumber } from "../http/query.ts";
import type { Routes } from "../http/routes.ts";
import type { EnergyPeriod } from "./energy-log.ts";
import type { LiveFeed } from "./feed.ts";
import type { ButtonName, LiveWish } from "./protocol.ts";

const BUTTONS: readonly ButtonName[] = ["left", "middle", "right"];

/** Adds the route. */
export function liveRoutes(routes: Routes, feed: LiveFeed): void {
	routes.socket("/live", { summary: "a WebSocket: what the front panel shows" }, (socket) => {
		const client = feed.join(socket);
		return {
			message(text) {
				const wish = parseWish(text);
				if (wish) client.wish(wish);
				else socket.close(1008, "malformed request");
			},
			closed: () => client.leave(),
		};
	});
}

/** A view that keeps the energy over time and the last seconds at the terminals. */
interface Keeper {
	energy(minutes: number, count: number): EnergyPeriod[];
	readonly recorder: { csv(): string };
	comtrade(): string;
}

const ENERGY_QUERY = {
	type: "object",
	required: ["minutes", "count"],
	additionalProperties: false,
	properties: {
		minutes: wholeNumber(4),
		count: wholeNumber(3),
	},
};

/**
 * Adds `GET /energy?minutes=60&count=24`, the latest 24 hours, and `GET /waveform.csv` and
 * `.cff`, the last seconds at the terminals.
 */
export function recordRoutes(routes: Routes, keeper: Keeper): void {
	routes.get<{ Querystring: { minutes: string; count: string } }>(
		"/energy",
		{
			summary: "energy of the latest periods, as the meter counts it: count of them, minutes each",
			querystring: ENERGY_QUERY,
		},
		({ query: { minutes, count } }) => keeper.energy(Number(minutes), Number(count)),
	);
	const csv = "text/csv; charset=utf-8";
	routes.get(
		"/waveform.csv",
		{ summary: "the last five seconds at the terminals", gives: csv },
		(_request, reply) => reply.type(csv).send(keeper.recorder.csv()),
	);
	const bytes = "application/octet-stream";
	routes.get(
		"/waveform.cff",
		{ summary: "the same as COMTRADE (IEEE C37.111)", gives: bytes },
		(_request, reply) => reply.type(bytes).send(keeper.comtrade()),
	);
}

/** Parses a client's request; undefined: it is malformed. */
export function parseWish(text: string): LiveWish | undefined {
	let said: unknown;
	try {
		said = JSON.parse(text);
	} catch {
		return undefined;
	}
	if (typeof said !== "object" || said === null) return undefined;
	const { watch, poll, unit, touch, down } = said as Record<keyof LiveWish, unknown>;
	const known =
		(watch === undefined || typeof watch === "boolean") &&
		(poll === undefined || typeof poll === "boolean") &&
		(down === undefined || typeof down === "boolean") &&
		(touch === undefined || BUTTONS.some((button) => button === touch)) &&
		(unit === undefined || isUnit(unit));
	return known ? (said as LiveWish) : undefined;
}

function isUnit(unit: unknown): boolean {
	return typeof unit === "number" && Number.isInteger(unit) && unit >= 1 && unit <= HIGHEST_UNIT_ID;
}
