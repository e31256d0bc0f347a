/** The bench's HTTP server. */
import type { AddressInfo } from "node:net";
import { type FastifyInstance, type FastifyReply, fastify } from "fastify";
import { type Listening, listenFault } from "../bus/tcp.ts";
import type { VirtualMeter } from "../meter/meter.ts";
import type { PrimaryEnergies } from "../truth/energies.ts";
import { answerErrors } from "./errors.ts";
import { mountOn } from "./fastify-routes.ts";
import { guard } from "./guard.ts";
import type { Lines } from "./line-routes.ts";
import type { EngineName } from "./meter-routes.ts";
import { mountMeters, prefixesOf } from "./mount.ts";
import { pictureRoute } from "./picture-route.ts";
import { serveWebSockets } from "./upgrades.ts";

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
		// An address that is none has no route, and so no handler of its errors.
		frameworkErrors: ({ message }, _request, reply: FastifyReply) =>
			void reply.code(400).send({ error: message }),
		// A wrong type is refused, not converted; the refusal has the schema's description.
		ajv: { customOptions: { coerceTypes: false, removeAdditional: false, verbose: true } },
	});
	app.removeContentTypeParser("text/plain");
	answerErrors(app);
	guard(app);
	serveWebSockets(app);
	const mount = mountOn(app);
	mountMeters(mount, meters, name, primaries, lines);
	meters.forEach((meter, index) => {
		for (const prefix of prefixesOf(index)) mount(prefix, (routes) => pictureRoute(routes, meter));
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
