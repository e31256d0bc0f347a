/**
 * Keeps foreign web pages away from the bench. The bench listens on this machine only, but a
 * browser on it visits other people's pages. These could call the API through a name that resolves
 * to this machine, which the Host header shows, or through a WebSocket, which browsers open across
 * origins; the Origin header shows that.
 */
import { hostname } from "node:os";
import type { FastifyInstance } from "fastify";

/** Names that no foreign page can have; an address cannot be redirected. */
const OWN_NAMES = new Set(["localhost", hostname()]);

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|\[[\da-f:.]+\])$/;

/** Refuses requests of foreign pages with 403. Programs send no Origin and are accepted. */
export function guard(app: FastifyInstance): void {
	app.addHook("onRequest", async ({ headers }, reply) => {
		const { host, origin } = headers;
		const field = refused(host, origin);
		if (field)
			return reply.code(403).send({ error: `${field}: not from this machine's own pages` });
	});
}

/** Returns the header to object to, if any. */
export function refused(
	host: string | undefined,
	origin: string | undefined,
): "Host" | "Origin" | undefined {
	const name = nameOf(`http://${host ?? ""}`);
	if (name === undefined || !(ADDRESS.test(name) || OWN_NAMES.has(name))) return "Host";
	if (origin === undefined) return undefined;
	const from = nameOf(origin);
	// A page of another server on this machine belongs to the same person: a development server, a
	// second bench.
	if (from !== undefined && (LOOPBACK.test(from) || from === name)) return undefined;
	return "Origin";
}

function nameOf(url: string): string | undefined {
	return URL.canParse(url) ? new URL(url).hostname : undefined;
}
