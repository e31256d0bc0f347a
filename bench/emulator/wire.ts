/** A UART of the emulated board: a socket that QEMU connects to when it starts. */
import { createServer, type Server, type Socket } from "node:net";

export class Wire {
	/** Told of what the board has sent. */
	onData: (bytes: Buffer) => void = () => {};
	readonly #server: Server;
	#socket: Socket | undefined;
	/** Sent before QEMU had connected. */
	#early: Uint8Array[] = [];

	/** @param path of the socket, made here */
	constructor(path: string) {
		this.#server = createServer((socket) => this.#connected(socket));
		this.#server.listen(path);
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
		socket.on("data", (bytes: Buffer) => this.onData(bytes));
		// QEMU has been killed; its end is told elsewhere.
		socket.on("error", () => {});
		for (const bytes of this.#early.splice(0)) socket.write(bytes);
	}
}
