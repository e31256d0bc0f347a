/** The HTTP side of a meter's virtual radio. */
import type { Routes } from "../http/routes.ts";
import type { Radio } from "./radio.ts";
import { Session } from "./socket.ts";

const LOSS_BODY = {
	type: "object",
	additionalProperties: false,
	properties: { afterWrites: { type: "integer", minimum: 0, maximum: 1_000_000 } },
};

const RANGE_BODY = {
	type: "object",
	required: ["inRange"],
	additionalProperties: false,
	properties: { inRange: { type: "boolean" } },
};

/** Adds the routes of `radio`. */
export function radioRoutes(routes: Routes, radio: Radio): void {
	const state = () => ({
		inRange: radio.inRange,
		advertisement: radio.advertisement ?? null,
		connections: radio.connections,
		bonds: radio.bonds,
	});
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
		state,
	);
	routes.put<{ Body: { inRange: boolean } }>(
		"/ble",
		{ summary: "takes the radio out of its clients' range, or back", body: RANGE_BODY },
		({ body }) => {
			radio.inRange = body.inRange;
			return state();
		},
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
