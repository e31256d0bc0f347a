/** Reads and writes registers: Modbus PDUs in fragments over Bluetooth (docs/ble.md). */
import { FAULT, FRAGMENT_HEAD, MORE } from "ble/fragments";
import { ByteReader } from "../../../client/bytes.ts";
import { ModbusClient, ModbusException } from "../../../client/modbus-client.ts";
import { Exception } from "../../../client/pdu.ts";
import { type Link, LinkLost } from "../transport/link.ts";

/** Longest wait for a response, once the request has been written. */
const TIMEOUT_MS = 5000;

/** Bytes of a request in one fragment: as many as fit in the smallest MTU. */
const FRAGMENT_BYTES = 20 - FRAGMENT_HEAD;

/** Texts of the exceptions for the user (docs/modbus.md, docs/ble.md). */
const REFUSALS: Readonly<Record<number, string>> = {
	[Exception.ILLEGAL_FUNCTION]: "it needs the password",
	[Exception.ILLEGAL_DATA_ADDRESS]: "the meter does not have this register",
	[Exception.ILLEGAL_DATA_VALUE]: "the meter does not allow this value",
	[Exception.SERVER_DEVICE_FAILURE]: "its present state does not allow it",
	[Exception.SERVER_DEVICE_BUSY]: "there were too many changes, try again in a minute",
};

/** Reads; undefined if the meter answers with one of these exceptions. */
export async function unless<T>(
	codes: readonly number[],
	read: Promise<T>,
): Promise<T | undefined> {
	try {
		return await read;
	} catch (error) {
		if (error instanceof ModbusException && codes.includes(error.code)) return undefined;
		throw error;
	}
}

/** Returns why the meter refused a request, as a text for the user. */
export function refusalText({ code }: ModbusException): string {
	return REFUSALS[code] ?? `exception ${code}`;
}

/** A request whose response is incomplete. */
interface Waiting {
	transaction: number;
	parts: number[];
	resolve(response: Uint8Array): void;
	reject(error: Error): void;
}

export class RegisterClient {
	readonly #link: Link;
	readonly #registers = new ModbusClient((request) => this.#exchange(request));
	#transaction = 0;
	#waiting: Waiting | undefined;

	private constructor(link: Link) {
		this.#link = link;
	}

	static async over(link: Link): Promise<RegisterClient> {
		const client = new RegisterClient(link);
		await link.subscribe("response", (value) => client.#receive(value));
		return client;
	}

	/** Reads `count` registers, the first at `address`. @throws ModbusException, LinkLost */
	async read(address: number, count: number): Promise<ByteReader> {
		return new ByteReader(await this.#registers.read(address, count));
	}

	/** Writes registers, the first at `address`. @throws ModbusException, LinkLost */
	write(address: number, words: readonly number[]): Promise<void> {
		return this.#registers.write(address, words);
	}

	/** Fails a pending request because the connection was lost. */
	lost(): void {
		this.#waiting?.reject(new LinkLost("The connection was lost."));
		this.#waiting = undefined;
	}

	async #exchange(request: Uint8Array): Promise<Uint8Array> {
		this.#transaction = (this.#transaction + 1) & 0xff;
		const transaction = this.#transaction;
		let timer: ReturnType<typeof setTimeout> | undefined;
		const response = new Promise<Uint8Array>((resolve, reject) => {
			this.#waiting = { transaction, parts: [], resolve, reject };
		});
		// The response may be rejected while a fragment is being written.
		response.catch(() => undefined);
		try {
			for (let from = 0, number = 0; from < request.length; from += FRAGMENT_BYTES, number++) {
				const more = from + FRAGMENT_BYTES < request.length ? MORE : 0;
				const fragment = [
					transaction,
					number | more,
					...request.subarray(from, from + FRAGMENT_BYTES),
				];
				await this.#link.write("request", Uint8Array.from(fragment));
			}
			// Not before: a write waits for its turn, and for people while the system pairs.
			const late = new LinkLost("The meter does not answer.");
			timer = setTimeout(() => this.#waiting?.reject(late), TIMEOUT_MS);
			return await response;
		} finally {
			clearTimeout(timer);
			this.#waiting = undefined;
		}
	}

	#receive(value: DataView): void {
		const waiting = this.#waiting;
		if (!waiting || value.byteLength <= FRAGMENT_HEAD) return;
		const reader = ByteReader.over(value);
		if (reader.uint8() !== waiting.transaction) return;
		const head = reader.uint8();
		if (head & FAULT) {
			waiting.reject(new Error(`The meter did not understand the request (${reader.uint8()}).`));
			return;
		}
		waiting.parts.push(...reader.bytes());
		if ((head & MORE) === 0) waiting.resolve(Uint8Array.from(waiting.parts));
	}
}
