/** The TCP services of the lines: raw bytes, and Modbus TCP. */
import { METHODS } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { Fault, reasonOf } from "../fault.ts";
import { GatewayConnection, MalformedMbap } from "./gateway.ts";
import type { SerialLine } from "./line.ts";
import type { LineClient } from "./turn.ts";

/** Waiting bytes or pipelined requests of one client at which the bench stops reading from it. */
const HIGH_WATER = { bytes: 4096, requests: 64 } as const;

/** An open service. */
export interface Listening {
	port: number;
	/** Ends it and its connections. */
	close(): Promise<void>;
}

/** Host and port as programs write them; the colons of an IPv6 address are not the port's. */
export function addressOf(host: string, port: number): string {
	return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/**
 * Serves a line as it is: bytes both ways. A connection that speaks HTTP is closed.
 * @param option of the command line that asked for it
 * @param opened connections wait for it
 */
export function listenRaw(
	option: string,
	line: SerialLine,
	host: string,
	port: number,
	opened?: Promise<void>,
): Promise<Listening> {
	return listen({ option, host, port, opened }, (socket) => {
		const flow = (): void => regulate(socket, line.waitingBytes(client) <= HIGH_WATER.bytes);
		const client: LineClient = {
			answer: (bytes) => void socket.write(bytes),
			over() {
				flow();
				endWhen(socket, !line.serves(client));
			},
		};
		const opening = new Opening();
		socket.on("data", (chunk: Buffer) => {
			const bytes = opening.pass(chunk);
			if (bytes === undefined) socket.destroy();
			else line.send(client, bytes);
			flow();
		});
		socket.on("drain", flow);
		socket.on("end", () => {
			line.finish(client);
			endWhen(socket, !line.serves(client));
		});
		socket.on("close", () => line.leave(client));
	});
}

/**
 * Serves Modbus TCP; a connection that does not speak it is closed.
 * @param opened connections wait for it
 */
export function listenModbusTcp(
	line: SerialLine,
	host: string,
	port: number,
	opened?: Promise<void>,
): Promise<Listening> {
	return listen({ option: "--modbus-tcp", host, port, opened }, (socket) => {
		const flow = (): void => regulate(socket, connection.pending <= HIGH_WATER.requests);
		const connection = new GatewayConnection(line, {
			write: (bytes) => void socket.write(bytes),
			served() {
				flow();
				endWhen(socket, connection.pending === 0);
			},
		});
		socket.on("data", (chunk: Buffer) => {
			try {
				connection.push(chunk);
			} catch (error) {
				if (!(error instanceof MalformedMbap)) throw error;
				socket.destroy();
			}
			flow();
		});
		socket.on("drain", flow);
		socket.on("end", () => {
			connection.finish();
			endWhen(socket, connection.pending === 0);
		});
		socket.on("close", () => connection.close());
	});
}

/** Ends the connection of a client that asks no more, once it has been answered. */
function endWhen(socket: Socket, served: boolean): void {
	if (served && socket.readableEnded) socket.end();
}

/**
 * Reads while there is room for the bytes read and for the answers that the client has not
 * fetched.
 */
function regulate(socket: Socket, room: boolean): void {
	if (room && socket.writableLength <= HIGH_WATER.bytes) socket.resume();
	else socket.pause();
}

/** The fault of a port that cannot be opened; it names the option that asked for it. */
export function listenFault(option: string, host: string, port: number, error: unknown): Fault {
	const busy = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
	const reason = busy ? "the port is in use" : reasonOf(error);
	return new Fault(`${option} ${port}: cannot listen on ${addressOf(host, port)}: ${reason}`, 1);
}

interface Door {
	readonly option: string;
	readonly host: string;
	readonly port: number;
	readonly opened: Promise<void> | undefined;
}

function listen(
	{ option, host, port, opened }: Door,
	serve: (socket: Socket) => void,
): Promise<Listening> {
	const sockets = new Set<Socket>();
	const options = { noDelay: true, allowHalfOpen: true, pauseOnConnect: true };
	const server = createServer(options, async (socket) => {
		sockets.add(socket);
		socket.on("close", () => sockets.delete(socket));
		// A broken connection is closed; its client has gone and nobody else is concerned.
		socket.on("error", () => {});
		await opened;
		if (socket.destroyed) return;
		serve(socket);
		socket.resume();
	});
	return new Promise((resolve, reject) => {
		server.once("error", (error) => reject(listenFault(option, host, port, error)));
		server.listen(port, host, () =>
			resolve({ port: portOf(server), close: () => close(server, sockets) }),
		);
	});
}

function portOf(server: Server): number {
	return (server.address() as AddressInfo).port;
}

function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		for (const socket of sockets) socket.destroy();
	});
}

/** How a request of HTTP begins; PRI is the preface of HTTP/2. */
const BEGINNINGS = [...METHODS, "PRI"].map((method) => `${method} `);

/**
 * The first bytes of a raw connection. A web page can make a browser of this machine open one, but
 * only to speak HTTP: its request begins with a method, as no frame of a bus does.
 */
export class Opening {
	/** First bytes that may become the name of a method; undefined: they have not. */
	#held: Buffer | undefined = Buffer.alloc(0);

	/**
	 * Takes the next bytes of the connection; returns those to pass on now, or undefined if the
	 * client speaks HTTP. Bytes that may be the beginning of a method's name wait for the next ones.
	 */
	pass(chunk: Uint8Array): Uint8Array | undefined {
		if (this.#held === undefined) return chunk;
		const bytes = Buffer.concat([this.#held, chunk]);
		const text = bytes.toString("latin1");
		if (BEGINNINGS.some((beginning) => text.startsWith(beginning))) return undefined;
		const undecided = BEGINNINGS.some((beginning) => beginning.startsWith(text));
		this.#held = undecided ? bytes : undefined;
		return undecided ? new Uint8Array() : bytes;
	}
}
