/** A Modbus TCP client of one connection, one request at a time. */
import { connect, type Socket } from "node:net";
import { MbapReader, mbapBytes } from "../../bench/bus/mbap.ts";
import { dataOf, NoAnswer } from "../../bench/calibration/modbus.ts";

/** Longest wait for a connection or an answer, ms. */
const TIME_LIMIT = 5000;

/** See the file's head. */
export class ModbusTcp {
	readonly #socket: Socket;
	readonly #unit: number;
	readonly #reader = new MbapReader();
	#transaction = 0;
	#onPdu: (pdu: Uint8Array) => void = () => {};
	#onFault: (error: Error) => void = () => {};

	private constructor(socket: Socket, unit: number) {
		this.#socket = socket;
		this.#unit = unit;
		socket.on("error", (error) => this.#onFault(new NoAnswer(`Modbus TCP: ${error.message}`)));
		socket.on("close", () => this.#onFault(new NoAnswer("Modbus TCP: the connection was closed")));
		socket.on("data", (chunk) => {
			try {
				for (const { transaction, pdu } of this.#reader.push(chunk))
					if (transaction === this.#transaction) this.#onPdu(pdu);
			} catch (error) {
				this.#onFault(
					new NoAnswer(`Modbus TCP: ${error instanceof Error ? error.message : error}`),
				);
			}
		});
	}

	/** Connects to a meter. @throws Error that names the address */
	static open(host: string, port: number, unit: number): Promise<ModbusTcp> {
		return new Promise((resolve, reject) => {
			const socket = connect({ host, port, noDelay: true, timeout: TIME_LIMIT });
			const fail = (reason: string): void => {
				socket.destroy();
				reject(new Error(`Modbus TCP ${host}:${port}: ${reason}`));
			};
			const failed = (error: Error): void => fail(error.message);
			socket.once("error", failed);
			socket.once("timeout", () => fail("no connection"));
			socket.once("connect", () => {
				socket.off("error", failed).removeAllListeners("timeout").setTimeout(0);
				resolve(new ModbusTcp(socket, unit));
			});
		});
	}

	/**
	 * Asks the meter.
	 * @returns the data of its answer
	 * @throws Refusal, NoAnswer
	 */
	async ask(request: Buffer): Promise<Buffer> {
		this.#transaction = (this.#transaction + 1) % 65536;
		let limit: NodeJS.Timeout | undefined;
		try {
			const answer = await new Promise<Uint8Array>((resolve, reject) => {
				this.#onPdu = resolve;
				this.#onFault = reject;
				limit = setTimeout(() => reject(new NoAnswer("Modbus TCP: no answer")), TIME_LIMIT);
				this.#socket.write(
					mbapBytes({ transaction: this.#transaction, unit: this.#unit, pdu: request }),
				);
			});
			return dataOf(request, answer);
		} finally {
			clearTimeout(limit);
			this.#onFault = () => {};
		}
	}

	/** Ends the connection. */
	close(): void {
		this.#socket.destroy();
	}
}
