/** Registers of a connected meter: Modbus PDUs in fragments, one request at a time (docs/ble.md). */
import { FAULT, FRAGMENT_HEAD, MORE } from "ble/fragments";
import { type Link, LinkLost } from "../transport/link.ts";

/** Longest wait for an answer in ms. */
const TIMEOUT = 5000;

/** Bytes of a request in one fragment: what every MTU carries. */
const ROOM = 20 - FRAGMENT_HEAD;

/** Most registers of one read. */
const MAXIMUM_READ = 125;

const READ = 0x03;
const WRITE = 0x10;
const EXCEPTION = 0x80;

/** Modbus exception of a request. */
export class Refused extends Error {
	readonly code: number;

	constructor(code: number) {
		super(REASONS[code] ?? `exception ${code}`);
		this.code = code;
	}
}

const REASONS: Record<number, string> = {
	1: "not without the password",
	2: "the meter does not have this register",
	3: "the meter does not allow this value",
	4: "the meter does not do that now",
};

interface Waiting {
	transaction: number;
	parts: number[];
	resolve(pdu: DataView): void;
	reject(error: Error): void;
}

export class RegisterClient {
	readonly #link: Link;
	#transaction = 0;
	#waiting: Waiting | undefined;
	/** The end of the requests so far. */
	#queue: Promise<unknown> = Promise.resolve();

	private constructor(link: Link) {
		this.#link = link;
	}

	static async over(link: Link): Promise<RegisterClient> {
		const client = new RegisterClient(link);
		await link.subscribe("response", (value) => client.#take(value));
		return client;
	}

	/** Reads `count` registers from `address` on. */
	async read(address: number, count: number): Promise<DataView> {
		const whole = new Uint8Array(2 * count);
		for (let from = 0; from < count; from += MAXIMUM_READ) {
			const part = Math.min(MAXIMUM_READ, count - from);
			const pdu = await this.#request([READ, ...word(address + from), ...word(part)]);
			for (let i = 0; i < 2 * part; i++) whole[2 * from + i] = pdu.getUint8(2 + i);
		}
		return new DataView(whole.buffer);
	}

	/** Writes registers; their bytes, most significant first. */
	async write(address: number, bytes: Uint8Array): Promise<void> {
		await this.#request([
			WRITE,
			...word(address),
			...word(bytes.length / 2),
			bytes.length,
			...bytes,
		]);
	}

	/** The connection has gone. */
	lost(): void {
		this.#waiting?.reject(new LinkLost("The connection is lost."));
		this.#waiting = undefined;
	}

	#request(pdu: readonly number[]): Promise<DataView> {
		const answer = this.#queue.then(() => this.#exchange(pdu));
		this.#queue = answer.catch(() => undefined);
		return answer;
	}

	async #exchange(pdu: readonly number[]): Promise<DataView> {
		this.#transaction = (this.#transaction + 1) & 0xff;
		const transaction = this.#transaction;
		let timer = 0;
		const answer = new Promise<DataView>((resolve, reject) => {
			this.#waiting = { transaction, parts: [], resolve, reject };
			timer = window.setTimeout(() => reject(new LinkLost("The meter does not answer.")), TIMEOUT);
		});
		// It may be refused while a fragment is being written.
		answer.catch(() => undefined);
		try {
			for (let from = 0, number = 0; from < pdu.length; from += ROOM, number++) {
				const more = from + ROOM < pdu.length ? MORE : 0;
				await this.#link.write(
					"request",
					Uint8Array.of(transaction, number | more, ...pdu.slice(from, from + ROOM)),
				);
			}
			const response = await answer;
			if (response.getUint8(0) & EXCEPTION) throw new Refused(response.getUint8(1));
			return response;
		} finally {
			clearTimeout(timer);
			this.#waiting = undefined;
		}
	}

	#take(value: DataView): void {
		const waiting = this.#waiting;
		if (!waiting || value.byteLength <= FRAGMENT_HEAD || value.getUint8(0) !== waiting.transaction)
			return;
		const head = value.getUint8(1);
		if (head & FAULT) {
			waiting.reject(new Error(`The meter has not understood the request (${value.getUint8(2)}).`));
			return;
		}
		for (let i = FRAGMENT_HEAD; i < value.byteLength; i++) waiting.parts.push(value.getUint8(i));
		if ((head & MORE) === 0) waiting.resolve(new DataView(Uint8Array.from(waiting.parts).buffer));
	}
}

function word(value: number): [number, number] {
	return [value >> 8, value & 0xff];
}
