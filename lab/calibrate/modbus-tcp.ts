/** Carries Modbus PDUs over one TCP connection (MBAP), one request at a time. */
import { connect, type Socket } from "node:net";
import { MbapReader, mbapBytes } from "../../bench/bus/modbus-tcp.ts";
import { reasonOf } from "../../bench/fault.ts";
import { NoResponse } from "../../client/modbus-client.ts";

/** Longest wait for a connection or an answer. */
const TIME_LIMIT_MS = 5000;

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
		socket.on("error", (error) => this.#onFault(new NoResponse(`Modbus TCP: ${error.message}`)));
		socket.on("close", () =>
			this.#onFault(new NoResponse("Modbus TCP: the connection was closed")),
		);
		socket.on("data", (chunk) => {
			try {
				for (const { transaction, pdu } of this.#reader.push(chunk))
					if (transaction === this.#transaction) this.#onPdu(pdu);
			} catch (error) {
				this.#onFault(new NoResponse(`Modbus TCP: ${reasonOf(error)}`));
			}
		});
	}

	/** Connects to a meter. @throws Error that names the address */
	static open(host: string, port: number, unit: number): Promise<ModbusTcp> {
		return new Promise((resolve, reject) => {
			const socket = connect({ host, port, noDelay: true, timeout: TIME_LIMIT_MS });
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
	 * Sends a request PDU and returns the response PDU.
	 * @throws NoResponse
	 */
	async exchange(request: Uint8Array): Promise<Uint8Array> {
		this.#transaction = (this.#transaction + 1) % 65536;
		let limit: NodeJS.Timeout | undefined;
		try {
			return await new Promise<Uint8Array>((resolve, reject) => {
				this.#onPdu = resolve;
				this.#onFault = reject;
				limit = setTimeout(() => reject(new NoResponse("Modbus TCP: no answer")), TIME_LIMIT_MS);
				this.#socket.write(
					mbapBytes({ transaction: this.#transaction, unit: this.#unit, pdu: request }),
				);
			});
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
