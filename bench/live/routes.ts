/** `WS /api/live` and what the bench keeps of one meter. */
import type { FastifyInstance } from "fastify";
import { HIGHEST_UNIT_ID } from "serial/line-settings";
import type { EnergyPeriod } from "./energy-log.ts";
import type { LiveFeed } from "./feed.ts";
import type { ButtonName, LiveWish } from "./protocol.ts";

const BUTTONS: readonly ButtonName[] = ["left", "middle", "right"];

/** Registers the route under the prefix that `app` stands for. */
export function liveRoutes(app: FastifyInstance, feed: LiveFeed): void {
	app.get("/live", { websocket: true }, (socket) => {
		const client = feed.join(socket);
		socket.on("message", (data) => {
			const wish = parseWish(String(data));
			if (wish) client.wish(wish);
			else socket.close(1008, "malformed request");
		});
		socket.on("close", () => client.leave());
		// A broken connection is closed as well.
		socket.on("error", () => {});
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
		minutes: { type: "string", pattern: "^[1-9][0-9]{0,3}$" },
		count: { type: "string", pattern: "^[1-9][0-9]{0,2}$" },
	},
};

/**
 * Registers `GET /energy?minutes=60&count=24`, the latest 24 hours, and `GET /waveform.csv` and
 * `.cff`, the last seconds at the terminals.
 */
export function recordRoutes(app: FastifyInstance, keeper: Keeper): void {
	app.get<{ Querystring: { minutes: string; count: string } }>(
		"/energy",
		{ schema: { querystring: ENERGY_QUERY } },
		({ query: { minutes, count } }) => keeper.energy(Number(minutes), Number(count)),
	);
	app.get("/waveform.csv", (_request, reply) =>
		reply.type("text/csv; charset=utf-8").send(keeper.recorder.csv()),
	);
	app.get("/waveform.cff", (_request, reply) =>
		reply.type("application/octet-stream").send(keeper.comtrade()),
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
