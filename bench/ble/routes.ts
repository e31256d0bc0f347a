/** The HTTP side of a meter's virtual radio. */
import type { Routes } from "../http/routes.ts";
import type { Radio } from "./radio.ts";
import { Session } from "./socket.ts";

const LOSS_BODY = {
	type: "object",
	additionalProperties: false,
	properties: { afterWrites: { type: "integer", minimum: 0, maximum: 1_000_000 } },
};

/** Adds the routes of `radio`. */
export function radioRoutes(routes: Routes, radio: Radio): void {
	routes.socket(
		"/ble",
		{ summary: "the virtual radio; as a WebSocket, a Bluetooth client" },
		(socket) => {
			const session = new Session(radio, socket);
			return {
				message: (text) => void session.receive(text),
				closed: () => session.close(),
			};
		},
		() => ({
			advertisement: radio.advertisement ?? null,
			connections: radio.connections,
			bonds: radio.bonds,
		}),
	);
	routes.post<{ Body: { afterWrites?: number } }>(
		"/ble/loss",
		{ summary: "loses the radio's connections", body: LOSS_BODY },
		({ body }) => {
			const { afterWrites = 0 } = body;
			radio.lose(afterWrites);
			return { afterWrites };
		},
	);
}
