/**
 * WebSockets of the API, and requests for any other upgrade: curl and Java's client ask plain HTTP
 * for HTTP/2. They may be served as if they had not (RFC 9110, 7.8).
 */
import { EventEmitter } from "node:events";
import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import websocket from "@fastify/websocket";
import type { FastifyInstance } from "fastify";

/** Longest message of a WebSocket client. */
const LONGEST_MESSAGE_BYTES = 4096;

/**
 * Takes WebSockets, and sees to the sockets of all requests for one: the server knows them no more,
 * so one that was refused would stay open, and one that is open would hold up the end.
 */
export function serveWebSockets(app: FastifyInstance): void {
	const sockets = new Set<Socket>();
	/** Has the requests for WebSockets alone. */
	const door = new EventEmitter() as Server;
	app.server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
		if (request.headers.upgrade?.toLowerCase() !== "websocket") {
			serveAgain(app.server, request, socket, head);
			return;
		}
		sockets.add(socket);
		socket.once("close", () => sockets.delete(socket));
		door.emit("upgrade", request, socket, head);
	});
	app.addHook("onRequest", async ({ raw, method, url, routeOptions }, reply) => {
		if (!sockets.has(raw.socket)) return;
		// Its body would never be read.
		if (method !== "GET")
			return reply.code(400).send({ error: "Upgrade: only a GET can be upgraded" });
		const { isSocket = false } = routeOptions.config as { isSocket?: boolean };
		if (!isSocket) return reply.code(404).send({ error: `${url}: is no WebSocket` });
	});
	app.addHook("onResponse", async ({ raw }) => {
		if (sockets.has(raw.socket)) raw.socket.destroySoon();
	});
	app.register(websocket, {
		options: { maxPayload: LONGEST_MESSAGE_BYTES, server: door },
		preClose(done) {
			for (const socket of sockets) socket.destroy();
			done();
		},
	});
}

/**
 * Gives the server a connection again, as it was before a request, which asks for no upgrade now.
 * @param head bytes that came after the request's head
 */
function serveAgain(
	server: Server,
	{ method, url, httpVersion, rawHeaders }: IncomingMessage,
	socket: Socket,
	head: Buffer,
): void {
	const lines = [`${method} ${url} HTTP/${httpVersion}`];
	for (let at = 0; at < rawHeaders.length; at += 2)
		if (rawHeaders[at]?.toLowerCase() !== "upgrade")
			lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
	const bytes = Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
	socket.unshift(Buffer.concat([bytes, head]));
	server.emit("connection", socket);
}
