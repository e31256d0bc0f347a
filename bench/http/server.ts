/** The bench's HTTP server. */
import type { AddressInfo } from "node:net";
import websocket from "@fastify/websocket";
import { type FastifyInstance, fastify } from "fastify";
import { type Listening, listenFault } from "../bus/servers.ts";
import type { VirtualMeter } from "../meter/meter.ts";
import { PrimaryEnergies } from "../truth/energies.ts";
import { answerErrors } from "./errors.ts";
import { guard } from "./guard.ts";
import { type Lines, lineRoutes } from "./line-routes.ts";
import { type EngineName, meterRoutes } from "./meter-routes.ts";

/** Longest message of a WebSocket client. */
const LONGEST_MESSAGE_BYTES = 4096;

/**
 * Builds the API of `meters`: the first at `/api`, each at `/api/meters/K`, K from 0.
 * @param primaries primary energies of each meter; by default at a ratio of 1
 * @param lines that the meters share, if they are on any
 */
export function createApi(
	meters: readonly VirtualMeter[],
	name: EngineName,
	primaries: readonly PrimaryEnergies[] = [],
	lines?: Lines,
): FastifyInstance {
	const app = fastify({
		forceCloseConnections: true,
		// A wrong type is refused, not converted.
		ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
	});
	app.removeContentTypeParser("text/plain");
	answerErrors(app);
	guard(app);
	app.register(websocket, { options: { maxPayload: LONGEST_MESSAGE_BYTES } });
	app.get("/api/meters", () =>
		meters.map(({ serialNumber, powered, radio }, meter) => ({
			meter,
			serialNumber,
			modbusId: meter + 1,
			powered,
			bluetooth: radio.advertisement?.name ?? null,
		})),
	);
	meters.forEach((meter, index) => {
		const prefixes = index === 0 ? ["/api", "/api/meters/0"] : [`/api/meters/${index}`];
		const primary = primaries[index] ?? new PrimaryEnergies();
		for (const prefix of prefixes) {
			app.register(async (scope) => meterRoutes(scope, meter, primary, name), { prefix });
			if (lines) app.register(async (scope) => lineRoutes(scope, lines), { prefix });
		}
	});
	return app;
}

/** Serves the API. */
export async function listenHttp(
	app: FastifyInstance,
	host: string,
	port: number,
): Promise<Listening> {
	try {
		await app.listen({ host, port });
	} catch (error) {
		throw listenFault("--http", host, port, error);
	}
	return {
		port: (app.server.address() as AddressInfo).port,
		close: () => app.close(),
	};
}
