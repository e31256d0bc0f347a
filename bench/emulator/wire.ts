/** A UART of the emulated board: a socket to which QEMU connects when it starts. */
import { createServer, type Server, type Socket } from "node:net";

export class Wire {
	readonly #server: Server;
	readonly #listeners: ((bytes: Buffer) => void)[] = [];
	#socket: Socket | undefined;
	/** Bytes sent before QEMU connected. */
	#early: Uint8Array[] = [];

	/** @param path of the socket, which is made here */
	constructor(path: string) {
		this.#server = createServer((socket) => this.#connected(socket));
		this.#server.listen(path);
	}

	/** Adds a listener to the bytes that the board sends. */
	listen(listener: (bytes: Buffer) => void): void {
		this.#listeners.push(listener);
	}

	/** Gives the board characters. */
	write(bytes: Uint8Array): void {
		if (this.#socket) this.#socket.write(bytes);
		else this.#early.push(bytes);
	}

	close(): void {
		this.#server.close();
		this.#socket?.destroy();
	}

	#connected(socket: Socket): void {
		this.#socket = socket;
		this.#server.close();
		socket.on("data", (bytes: Buffer) => {
			for (const listener of this.#listeners) listener(bytes);
		});
		// QEMU has been killed; the process's "close" reports it.
		socket.on("error", () => {});
		for (const bytes of this.#early.splice(0)) socket.write(bytes);
	}
}
