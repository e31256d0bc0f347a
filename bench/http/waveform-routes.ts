/** `GET|PUT|DELETE /api/waveform`: a COMTRADE recording in the place of the mains. */
import { ComtradeError } from "../comtrade/error.ts";
import { parseChannels, parseScale, parseSegment } from "../comtrade/options.ts";
import { type Choice, type Contents, playContents } from "../comtrade/played.ts";
import { reasonOf } from "../fault.ts";
import type { Terminals } from "../terminals.ts";
import { wholeNumber } from "./query.ts";
import type { Routes } from "./routes.ts";

const BINARY = "application/octet-stream";

/** Longest recording that a request carries, .cfg and .dat together. */
const LONGEST_BYTES = 1 << 24;

const QUERY = {
	type: "object",
	additionalProperties: false,
	properties: {
		name: { type: "string", maxLength: 200 },
		dataBytes: wholeNumber(9),
		channels: { type: "string", maxLength: 60 },
		scale: { type: "string", maxLength: 60 },
		segment: { type: "string", maxLength: 60 },
	},
};

interface Query {
	/** Of the file, for messages. */
	name?: string;
	/** The last bytes of the body are the .dat of the .cfg before it; a .cff without. */
	dataBytes?: string;
	/** As in `--waveform-channels`; the likely ones by default. */
	channels?: string;
	/** As in `--waveform-scale` and `--waveform-segment`. */
	scale?: string;
	segment?: string;
}

/** Adds the routes. */
export function waveformRoutes(routes: Routes, terminals: Terminals): void {
	const state = () => ({ waveform: terminals.played });
	routes.get("/waveform", { summary: "the recording at the terminals" }, state);
	routes.put<{ Body: unknown; Querystring: Query }>(
		"/waveform",
		{
			summary: "plays a COMTRADE recording at the terminals",
			querystring: QUERY,
			takes: BINARY,
			longestBytes: LONGEST_BYTES,
		},
		({ body, query }, reply) => {
			const refuse = (error: string) => reply.code(400).send({ error });
			if (!(body instanceof Uint8Array)) return refuse(`body: must be a recording as ${BINARY}`);
			try {
				playContents(terminals, contentsOf(body, query), choiceOf(query));
			} catch (error) {
				return refuse(reasonOf(error).replaceAll("--waveform-", ""));
			}
			return state();
		},
	);
	routes.delete("/waveform", { summary: "goes back to what the bench began with" }, () => {
		terminals.stop();
		return state();
	});
}

function contentsOf(body: Uint8Array, { name = "body", dataBytes }: Query): Contents {
	if (dataBytes === undefined) return { name, bytes: body };
	const at = body.length - Number(dataBytes);
	if (at <= 0)
		throw new ComtradeError(`dataBytes ${dataBytes}: the body has ${body.length}, with the .cfg`);
	return { name, bytes: body.subarray(0, at), data: body.subarray(at) };
}

function choiceOf({ channels, scale, segment }: Query): Choice {
	return {
		...(channels !== undefined && { channels: parseChannels(channels) }),
		...(scale !== undefined && { scale: parseScale(scale) }),
		...(segment !== undefined && { segment: parseSegment(segment) }),
	};
}
