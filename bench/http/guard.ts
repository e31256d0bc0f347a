/**
 * Keeps foreign web pages away from the bench. It listens on this machine only, but a browser on it visits pages of
 * anybody, and those could call the API: by a name that leads here (the request's Host is then that name), or
 * through a WebSocket, which browsers open across origins (the Origin tells).
 */
import { hostname } from "node:os";
import type { FastifyInstance } from "fastify";

/** Names that no foreign page can have; addresses cannot be led elsewhere. */
const OWN_NAMES = new Set(["localhost", hostname()]);

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|\[[\da-f:.]+\])$/;

/** Refuses with 403 what a foreign page has sent. Programs send no Origin and are let through. */
export function guard(app: FastifyInstance): void {
	app.addHook("onRequest", async ({ headers }, reply) => {
		const { host, origin } = headers;
		const field = refused(host, origin);
		if (field)
			return reply.code(403).send({ error: `${field}: not from this machine's own pages` });
	});
}

/** The header to object to, if any. */
export function refused(
	host: string | undefined,
	origin: string | undefined,
): "Host" | "Origin" | undefined {
	const name = nameOf(`http://${host ?? ""}`);
	if (name === undefined || !(ADDRESS.test(name) || OWN_NAMES.has(name))) return "Host";
	if (origin === undefined) return undefined;
	const from = nameOf(origin);
	// A page of another server on this machine is its owner's: a development server, a second bench.
	if (from !== undefined && (LOOPBACK.test(from) || from === name)) return undefined;
	return "Origin";
}

function nameOf(url: string): string | undefined {
	return URL.canParse(url) ? new URL(url).hostname : undefined;
}
