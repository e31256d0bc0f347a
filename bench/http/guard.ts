/**
 * Keeps foreign web pages away from the bench. The bench listens on this machine only, but a
 * browser on it visits other people's pages. These could call the API through a name that resolves
 * to this machine, which the Host header shows, or through a WebSocket, which browsers open across
 * origins; the Origin header shows that.
 */
import { hostname } from "node:os";
import type { FastifyInstance } from "fastify";

/** Names that no foreign page can have; an address cannot be redirected. */
const OWN_NAMES = new Set(["localhost", hostname().toLowerCase()]);

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|\[[\da-f:.]+\])$/;

/** A name without a dot: of a container, in a hosts file. No public name server has one. */
const LOCAL_NAME = /^[a-z\d_]([a-z\d_-]*[a-z\d_])?$/;

/** Refuses requests of foreign pages with 403. Programs send no Origin and are accepted. */
export function guard(app: FastifyInstance): void {
	app.addHook("onRequest", async ({ headers, socket }, reply) => {
		const { host, origin } = headers;
		const field = refused(host, origin, socket.localAddress);
		if (field)
			return reply.code(403).send({ error: `${field}: not from this machine's own pages` });
	});
}

/**
 * Returns the header to object to, if any.
 * @param address of this machine that the request has come to; with `--host` it may be one of a
 *   network, in which machines have names
 */
export function refused(
	host: string | undefined,
	origin: string | undefined,
	address = "127.0.0.1",
): "Host" | "Origin" | undefined {
	const name = nameOf(`http://${host ?? ""}`);
	const named = !isLoopback(address) && name !== undefined && LOCAL_NAME.test(name);
	if (name === undefined || !(named || ADDRESS.test(name) || OWN_NAMES.has(name))) return "Host";
	if (origin === undefined) return undefined;
	const from = nameOf(origin);
	// A page of another server on this machine belongs to the same person: a development server, a
	// second bench.
	if (from !== undefined && (LOOPBACK.test(from) || from === name)) return undefined;
	return "Origin";
}

function isLoopback(address: string): boolean {
	return /^(::ffff:)?127\.|^::1$/.test(address);
}

function nameOf(url: string): string | undefined {
	return URL.canParse(url) ? new URL(url).hostname : undefined;
}
