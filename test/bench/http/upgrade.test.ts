/** Sockets of requests for an upgrade, which the HTTP server itself knows no more. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { api } from "./set-up.ts";

const sockets: Socket[] = [];
let port = 0;
let close: () => Promise<unknown>;

beforeEach(async () => {
	const { app } = await api();
	port = Number(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port);
	close = () => app.close();
});

afterEach(() => {
	for (const socket of sockets.splice(0)) socket.destroy();
});

/** Asks for an upgrade; the socket never closes its side. */
async function ask(line: string, ...headers: string[]): Promise<Socket> {
	const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
	sockets.push(socket);
	const websocket = [
		"Connection: Upgrade",
		"Upgrade: websocket",
		"Sec-WebSocket-Version: 13",
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
	];
	const all = [`${line} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...websocket, ...headers];
	socket.write(`${all.join("\r\n")}\r\n\r\n`);
	await once(socket, "readable");
	return socket;
}

it.each([
	["a foreign page", ["GET /api/live", "Origin: http://evil.test"], 403],
	["an unknown address", ["GET /api/nothing"], 404],
	["an address that is no WebSocket", ["GET /api/truth"], 404],
	["a method with a body", ["POST /api/power", "Content-Type: application/json"], 400],
] as const)("of %s are closed after the refusal", async (_who, [line, ...headers], status) => {
	const socket = await ask(line, ...headers);
	expect(String(socket.read())).toContain(`HTTP/1.1 ${status}`);
	socket.resume();
	await once(socket, "end");
	await close();
});

it("that was granted is closed at the end, though its client does not read", async () => {
	const socket = await ask("GET /api/ble");
	expect(String(socket.read())).toContain("HTTP/1.1 101");
	socket.pause();
	await close();
});

it("to something else than a WebSocket leaves request and connection as they are", async () => {
	const socket = connect({ port, host: "127.0.0.1" });
	sockets.push(socket);
	let said = "";
	socket.setEncoding("utf8").on("data", (text: string) => {
		said += text;
	});
	const http2 = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA";
	const head = (line: string): string => `${line} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${http2}`;
	const body = '{"open":true}';
	const json = `Content-Type: application/json\r\nContent-Length: ${body.length}`;
	socket.write(`${head("POST /api/seal")}\r\n${json}\r\n\r\n${body.slice(0, 5)}`);
	socket.write(body.slice(5));
	await expect.poll(() => said).toContain("HTTP/1.1 200 OK");
	expect(said).toContain(body);
	socket.write(`${head("GET /api/meters/1/seal")}\r\n\r\n`);
	await expect.poll(() => said).toContain('{"open":false}');
	await close();
});
