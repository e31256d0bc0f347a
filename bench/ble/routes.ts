/** The HTTP side of a meter's virtual radio. */
import type { FastifyInstance } from "fastify";
import type { Radio } from "./radio.ts";
import { Session } from "./socket.ts";

const LOSS_BODY = {
	type: "object",
	additionalProperties: false,
	properties: { afterWrites: { type: "integer", minimum: 0, maximum: 1_000_000 } },
};

/** Registers the routes of `radio`; the app has the WebSocket plug-in. */
export function radioRoutes(app: FastifyInstance, radio: Radio): void {
	app.route({
		method: "GET",
		url: "/ble",
		handler: () => ({
			advertisement: radio.advertisement ?? null,
			connections: radio.connections.map(({ number, mtu }) => ({ connection: number, mtu })),
		}),
		wsHandler: (socket) => {
			const session = new Session(radio, socket);
			// A broken connection is closed as well.
			socket.on("error", () => {});
			socket.on("message", (data: Buffer) => void session.receive(data.toString("utf8")));
			socket.on("close", () => session.close());
		},
	});
	app.post<{ Body: { afterWrites?: number } }>(
		"/ble/loss",
		{ schema: { body: LOSS_BODY } },
		({ body }) => {
			const { afterWrites = 0 } = body;
			radio.lose(afterWrites);
			return { afterWrites };
		},
	);
}
