/**
 * A Modbus client that knows no port: it asks over whatever carries PDUs, one request at a time.
 */
import { ByteReader } from "./bytes.ts";
import { decodeResponse, EXCEPTION_NAMES, MAXIMUM_READ, readRequest, writeRequest } from "./pdu.ts";

/** The server has refused a request. */
export class ModbusException extends Error {
	override readonly name = "ModbusException";
	/** Exception code (chapter 7 of the specification). */
	readonly code: number;

	/** @param address first register of the request */
	constructor(code: number, address: number) {
		const name = EXCEPTION_NAMES[code] ?? "unknown";
		super(`register ${hexadecimal(address, 4)}: exception ${hexadecimal(code, 2)} (${name})`);
		this.code = code;
	}
}

/** The server has not answered, or its answer is not one to the request. */
export class NoResponse extends Error {
	override readonly name = "NoResponse";
}

/** Carries a request PDU to the server and returns the response PDU. It rejects if none arrives. */
export type Exchange = (request: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;

/** Reads and writes the registers of one server. */
export class ModbusClient {
	readonly #exchange: Exchange;
	/** Settles after the latest request. */
	#last: Promise<unknown> = Promise.resolve();

	constructor(exchange: Exchange) {
		this.#exchange = exchange;
	}

	/**
	 * Reads `count` registers as the wire carries them, in several requests if necessary.
	 * @throws ModbusException, NoResponse, and the errors of the transport
	 */
	async read(address: number, count: number): Promise<Uint8Array<ArrayBuffer>> {
		const registers = new Uint8Array(2 * count);
		for (let first = 0; first < count; first += MAXIMUM_READ) {
			const part = Math.min(MAXIMUM_READ, count - first);
			registers.set(await this.#request(readRequest(address + first, part)), 2 * first);
		}
		return registers;
	}

	/**
	 * Writes one register by FC 06, more by FC 16.
	 * @throws ModbusException, NoResponse, and the errors of the transport
	 */
	async write(address: number, words: readonly number[]): Promise<void> {
		await this.#request(writeRequest(address, words));
	}

	#request(request: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
		const registers = this.#last.then(async () =>
			registersIn(request, await this.#exchange(request)),
		);
		this.#last = registers.catch(() => undefined);
		return registers;
	}
}

function registersIn(request: Uint8Array, response: Uint8Array): Uint8Array {
	const decoded = decodeResponse(request, response);
	switch (decoded.kind) {
		case "normal":
			return decoded.registers;
		case "exception":
			throw new ModbusException(decoded.code, new ByteReader(request).skip(1).uint16());
		case "unrelated": {
			const bytes = [...response].map((byte) => hexadecimal(byte, 2)).join(" ");
			throw new NoResponse(`the answer is not to the request: ${bytes}`);
		}
	}
}

function hexadecimal(value: number, digits: number): string {
	return value.toString(16).toUpperCase().padStart(digits, "0");
}
