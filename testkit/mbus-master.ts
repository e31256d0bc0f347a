/** Masters on a bench's M-Bus: libmbus, and raw frames that libmbus does not send. */
import { createRequire } from "node:module";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunningBench } from "./bench.ts";

/** The parts of libmbus' decoded telegram that the tests use. */
export interface Telegram {
	SlaveInformation: Record<
		"Id" | "Manufacturer" | "Version" | "Medium" | "AccessNumber" | "Status",
		number | string
	>;
	DataRecord: { Unit: string; Value: number; Tariff?: number }[];
}

/** node-mbus has no type declarations. */
export interface LibmbusMaster {
	connect(callback: (error: Error | null) => void): void;
	close(callback: (error: Error | null) => void): void;
	/** With `pingFirst` it first resets any selection and waits for answers that never come. */
	getDataAsync(address: number, options: { pingFirst: boolean }): Promise<Telegram>;
	scanSecondaryAsync(): Promise<string[]>;
	setPrimaryIdAsync(from: number, to: number): Promise<void>;
}

type LibmbusClass = new (options: {
	host: string;
	port: number;
	timeout: number;
	autoConnect: boolean;
}) => LibmbusMaster;

const NodeMbus = createRequire(import.meta.url)("node-mbus") as LibmbusClass;

/**
 * Runs `use` with a connected libmbus and closes it.
 * @param timeout ms until a request fails
 */
export async function withLibmbus<T>(
	bench: RunningBench,
	timeout: number,
	use: (master: LibmbusMaster) => Promise<T>,
): Promise<T> {
	const options = { host: "127.0.0.1", port: bench.mbusPort, timeout, autoConnect: false };
	const master = new NodeMbus(options);
	const done = (resolve: () => void, reject: (error: Error) => void) => (error: Error | null) =>
		error ? reject(error) : resolve();
	await new Promise<void>((resolve, reject) => master.connect(done(resolve, reject)));
	try {
		return await use(master);
	} finally {
		await new Promise<void>((resolve, reject) => master.close(done(resolve, reject)));
	}
}

/** A connection on which a test sends its own frames. */
export class PlainMaster {
	readonly #socket: Socket;
	#heard = Buffer.alloc(0);

	private constructor(socket: Socket) {
		this.#socket = socket;
		socket.on("data", (chunk: Buffer) => {
			this.#heard = Buffer.concat([this.#heard, chunk]);
		});
	}

	static async open(bench: RunningBench): Promise<PlainMaster> {
		const socket = connect(bench.mbusPort, "127.0.0.1");
		await new Promise<void>((resolve, reject) =>
			socket.once("connect", resolve).once("error", reject),
		);
		return new PlainMaster(socket);
	}

	/** Sends bytes. Resolves with what has arrived after `count` bytes or `limit` ms. */
	async ask(bytes: readonly number[], count: number, limit = 30_000): Promise<number[]> {
		this.#heard = Buffer.alloc(0);
		this.#socket.write(Uint8Array.from(bytes));
		for (let waited = 0; waited < limit && this.#heard.length < count; waited += 10)
			await sleep(10);
		return [...this.#heard];
	}

	close(): void {
		this.#socket.destroy();
	}
}
