/**
 * The page as the meter on a USB RS-485 adapter, by Web Serial: what a master sends comes to the
 * meter's line, and the meter's answers go out.
 */
import type { SerialSettings } from "../../bench/bus/protocol.ts";
import type { WorkerConnection } from "./connection.ts";

/** A port of Web Serial (https://wicg.github.io/serial/), as far as it is used here. */
export interface UsbPort {
	readonly readable: ReadableStream<Uint8Array> | null;
	readonly writable: WritableStream<Uint8Array> | null;
	open(options: { baudRate: number; parity: SerialSettings["parity"] }): Promise<void>;
	close(): Promise<void>;
}

/** Where the connection is; a text says why it has failed. */
export type AdapterState =
	| { readonly name: "off" }
	| { readonly name: "on"; readonly settings: SerialSettings }
	| { readonly name: "failed"; readonly reason: string };

type Connection = Pick<WorkerConnection, "send" | "listen">;

export class UsbAdapter {
	readonly #connection: Connection;
	readonly #onState: (state: AdapterState) => void;
	#port: UsbPort | undefined;
	#reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
	#reading: Promise<void> = Promise.resolve();
	/** Operations on the port, one after the other. */
	#work: Promise<void> = Promise.resolve();

	constructor(connection: Connection, onState: (state: AdapterState) => void) {
		this.#connection = connection;
		this.#onState = onState;
		connection.listen((message) => {
			if (message.kind === "settings") this.#then(() => this.#set(message.settings));
			if (message.kind === "transmit") this.#then(() => this.#transmit(message.bytes));
		});
	}

	/** Plugs a port on the line; the meter says how it is to be set. */
	plug(port: UsbPort): void {
		this.#port = port;
		this.#connection.send({ kind: "adapter", on: true });
	}

	/** Takes it off. */
	unplug(): void {
		this.#connection.send({ kind: "adapter", on: false });
		this.#then(async () => {
			await this.#close();
			this.#port = undefined;
			this.#onState({ name: "off" });
		});
	}

	#then(work: () => Promise<void>): void {
		this.#work = this.#work.then(work).catch((error: unknown) => this.#fail(error));
	}

	/** Opens the port, again if it was open. */
	async #set(settings: SerialSettings): Promise<void> {
		const port = this.#port;
		if (!port) return;
		await this.#close();
		await port.open({ baudRate: settings.baudRate, parity: settings.parity });
		this.#reading = this.#read(port);
		this.#onState({ name: "on", settings });
	}

	async #close(): Promise<void> {
		const reader = this.#reader;
		if (!reader) return;
		this.#reader = undefined;
		await reader.cancel().catch(() => {});
		await this.#reading;
		await this.#port?.close().catch(() => {});
	}

	async #read(port: UsbPort): Promise<void> {
		const reader = port.readable?.getReader();
		if (!reader) throw new Error("the port cannot be read");
		this.#reader = reader;
		try {
			for (;;) {
				const { done, value } = await reader.read();
				if (done) break;
				this.#connection.send({ kind: "received", bytes: value });
			}
		} catch (error) {
			// An adapter that was pulled out; a broken frame ends the stream too.
			this.#then(() => Promise.reject(error));
		} finally {
			reader.releaseLock();
		}
	}

	async #transmit(bytes: Uint8Array): Promise<void> {
		const writer = this.#port?.writable?.getWriter();
		if (!writer) return;
		try {
			await writer.write(bytes);
		} finally {
			writer.releaseLock();
		}
	}

	async #fail(error: unknown): Promise<void> {
		this.#connection.send({ kind: "adapter", on: false });
		await this.#close();
		this.#port = undefined;
		const reason = error instanceof Error ? error.message : String(error);
		this.#onState({ name: "failed", reason });
	}
}
