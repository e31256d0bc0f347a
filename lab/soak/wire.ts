/** A TCP connection of a client that asks and waits for the answer. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Longest wait for an answer. A line with many clients may take long, a lost answer for ever. */
export const ANSWER_LIMIT_MS = 60_000;

export class Wire {
	readonly #socket: Socket;
	#heard = Buffer.alloc(0);
	/** Looks at what was heard, if somebody waits for an answer. */
	#look: () => void = () => {};

	private constructor(socket: Socket) {
		this.#socket = socket;
		// A connection that the bench closes is told by the next answer, which never comes.
		socket.on("error", () => {});
		socket.on("close", () => this.#look());
		socket.on("end", () => this.#look());
		socket.on("data", (chunk: Buffer) => {
			this.#heard = Buffer.concat([this.#heard, chunk]);
			this.#look();
		});
	}

	static async open(port: number): Promise<Wire> {
		const wire = new Wire(connect({ port, host: "127.0.0.1", noDelay: true }));
		await once(wire.#socket, "connect");
		return wire;
	}

	/** True if the other side has closed. */
	get closed(): boolean {
		return this.#socket.readableEnded || this.#socket.destroyed;
	}

	/**
	 * Sends a request and waits for bytes of which `isWhole` says that they are an answer.
	 * @returns undefined if none came in time, or the connection has ended
	 */
	ask(request: Uint8Array, isWhole: (bytes: Buffer) => boolean): Promise<Buffer | undefined> {
		this.#heard = Buffer.alloc(0);
		return new Promise((resolve) => {
			const settle = (answer: Buffer | undefined): void => {
				clearTimeout(limit);
				this.#look = () => {};
				resolve(answer);
			};
			const limit = setTimeout(settle, ANSWER_LIMIT_MS, undefined);
			this.#look = () => {
				if (isWhole(this.#heard)) settle(this.#heard);
				else if (this.closed) settle(undefined);
			};
			this.#socket.write(request);
			this.#look();
		});
	}

	/** Sends bytes that nobody waits for. */
	send(bytes: Uint8Array): void {
		this.#socket.write(bytes);
	}

	/** Reads no more. */
	pause(): void {
		this.#socket.pause();
	}

	close(): void {
		this.#socket.destroy();
	}
}
