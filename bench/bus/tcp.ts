/** TCP services: their ports, and the flow of their connections. */
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { Fault, reasonOf } from "../fault.ts";

/** Waiting bytes of one client at which the bench stops reading from it. */
export const HIGH_WATER_BYTES = 4096;

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

/** Ends the connection of a client that asks no more, once it has been answered. */
export function endWhen(socket: Socket, served: boolean): void {
	if (served && socket.readableEnded) socket.end();
}

/**
 * Reads while there is room for the bytes read and for the answers that the client has not
 * fetched.
 */
export function regulate(socket: Socket, room: boolean): void {
	if (room && socket.writableLength <= HIGH_WATER_BYTES) socket.resume();
	else socket.pause();
}

/** The fault of a port that cannot be opened; it names the option that asked for it. */
export function listenFault(option: string, host: string, port: number, error: unknown): Fault {
	const busy = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
	const reason = busy ? "the port is in use" : reasonOf(error);
	return new Fault(`${option} ${port}: cannot listen on ${addressOf(host, port)}: ${reason}`, 1);
}

/** Where a service listens. */
interface Door {
	readonly option: string;
	readonly host: string;
	readonly port: number;
	readonly opened: Promise<void> | undefined;
}

export function listen(
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
