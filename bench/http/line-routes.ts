/**
 * `/api/rs485` and `/api/mbus`: serial settings of the clients' side of the lines, and requests on
 * them.
 */
import { BAUD_RATES, MBUS_RATES, PARITIES } from "serial/line-settings";
import { inquire } from "../bus/inquiry.ts";
import type { SerialLine } from "../bus/line.ts";
import type { SerialSettings } from "../bus/protocol.ts";
import type { Routes } from "./routes.ts";

/** The lines that all meters share. */
export interface Lines {
	readonly rs485: SerialLine;
	readonly mbus: SerialLine;
}

type Body = { follow?: true } & Partial<SerialSettings> & { baud?: number };

/** Schema of a body: `{follow: true}`, or any of the other fields. */
function bodyOf(rates: readonly number[], parities: readonly string[]): object {
	return {
		type: "object",
		minProperties: 1,
		additionalProperties: false,
		properties: { follow: { const: true }, baud: { enum: rates }, parity: { enum: parities } },
		dependencies: { follow: { maxProperties: 1 } },
	};
}

/**
 * A request on the line: up to 261 bytes, the longest frame of both protocols, in hexadecimal;
 * `own` if the panel shows it as a part of its own reading.
 */
const REQUEST_BODY = {
	type: "object",
	required: ["request"],
	additionalProperties: false,
	properties: {
		request: {
			description: "1 to 261 bytes in hexadecimal",
			type: "string",
			pattern: "^([0-9a-fA-F]{2}){1,261}$",
		},
		own: { type: "boolean" },
	},
};

/** Adds the routes. */
export function lineRoutes(routes: Routes, { rs485, mbus }: Lines): void {
	const both = [
		{ path: "/rs485", line: rs485, schema: bodyOf(BAUD_RATES, PARITIES) },
		// Parity on M-Bus is always even (EN 13757-2, 5.4).
		{ path: "/mbus", line: mbus, schema: bodyOf(BAUD_RATES.slice(0, MBUS_RATES), ["even"]) },
	];
	for (const { path, line, schema } of both) {
		routes.get(path, { summary: "serial settings of the clients' side" }, () => stateOf(line));
		routes.put<{ Body: Body }>(path, { summary: "sets them", body: schema }, ({ body }) => {
			const { baud, parity, follow } = body;
			const { settings } = line;
			const chosen = { baudRate: baud ?? settings.baudRate, parity: parity ?? settings.parity };
			line.set(follow ? undefined : chosen);
			return stateOf(line);
		});
		routes.post<{ Body: { request: string; own?: boolean } }>(
			`${path}/request`,
			{
				summary: "sends bytes on the line, in hexadecimal; own: as part of the panel's reading",
				body: REQUEST_BODY,
			},
			async ({ body: { request, own = false } }) => {
				const answer = await inquire(line, Buffer.from(request, "hex"), own);
				return { request: request.toLowerCase(), answer: Buffer.from(answer).toString("hex") };
			},
		);
	}
}

function stateOf({ settings, follows }: SerialLine): {
	baud: number;
	parity: string;
	follow: boolean;
} {
	return { baud: settings.baudRate, parity: settings.parity, follow: follows };
}
