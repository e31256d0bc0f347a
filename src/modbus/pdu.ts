/** Serves Modbus requests (Modbus Application Protocol V1.1b3, 6). */
import { Exception } from "modbus/exception";
import { identify } from "modbus/identification";
import type PduBuffer from "modbus/pdu-buffer";
import type ModbusRegisters from "modbus/registers";

const FunctionCode = Object.freeze({
	READ_HOLDING_REGISTERS: 0x03,
	READ_INPUT_REGISTERS: 0x04,
	WRITE_SINGLE_REGISTER: 0x06,
	DIAGNOSTICS: 0x08,
	WRITE_MULTIPLE_REGISTERS: 0x10,
	ENCAPSULATED_INTERFACE: 0x2b,
} as const);

/** Operations that are open to a client now. */
export const Permission = Object.freeze({ READ: 0, READ_AND_WRITE: 1 } as const);

export type Permission = (typeof Permission)[keyof typeof Permission];

/** Most registers in one read (6.3) and in one write (6.12). */
const MAXIMUM_READ = 125;
const MAXIMUM_WRITE = 123;

/** Bytes of a request with two 16-bit fields: reads, a single write, diagnostics. */
const TWO_FIELDS = 5;

/** Bytes before the values of a multiple write: function code, address, quantity, byte count. */
const WRITE_HEAD = 6;

/** Bytes in front of the values of a read's response: function code, byte count. */
const READ_HEAD = 2;

/** Diagnostics sub-function that echoes its data (6.8). */
const RETURN_QUERY_DATA = 0;

/** Exception for each `Outcome` of a write. */
const EXCEPTIONS: readonly Exception[] = Object.freeze([
	Exception.NONE,
	Exception.ILLEGAL_DATA_ADDRESS,
	Exception.ILLEGAL_DATA_VALUE,
	Exception.SERVER_DEVICE_FAILURE,
]);

export default class PduServer {
	readonly #registers: ModbusRegisters;

	constructor(registers: ModbusRegisters) {
		this.#registers = registers;
	}

	/**
	 * Serves one request.
	 * @param request at least 1 byte
	 * @param response becomes the response
	 * @param permission without READ_AND_WRITE, writes get exception 01: "the server is in the
	 *   wrong state to process a request of this type" (7)
	 */
	serve(request: PduBuffer, response: PduBuffer, permission: Permission): void {
		const exception = this.#execute(request, response, permission);
		if (exception !== Exception.NONE) response.refuse(request.functionCode, exception);
	}

	#execute(request: PduBuffer, response: PduBuffer, permission: Permission): Exception {
		const mayWrite = permission === Permission.READ_AND_WRITE;
		switch (request.functionCode) {
			case FunctionCode.READ_HOLDING_REGISTERS:
			case FunctionCode.READ_INPUT_REGISTERS:
				return this.#read(request, response);
			case FunctionCode.WRITE_SINGLE_REGISTER:
				return mayWrite ? this.#writeSingle(request, response) : Exception.ILLEGAL_FUNCTION;
			case FunctionCode.WRITE_MULTIPLE_REGISTERS:
				return mayWrite ? this.#writeMultiple(request, response) : Exception.ILLEGAL_FUNCTION;
			case FunctionCode.DIAGNOSTICS:
				return diagnose(request, response);
			case FunctionCode.ENCAPSULATED_INTERFACE:
				return identify(request, response);
			default:
				return Exception.ILLEGAL_FUNCTION;
		}
	}

	#read(request: PduBuffer, response: PduBuffer): Exception {
		if (request.length !== TWO_FIELDS) return Exception.ILLEGAL_DATA_VALUE;
		const address = request.view.getUint16(1);
		const count = request.view.getUint16(3);
		if (count < 1 || count > MAXIMUM_READ) return Exception.ILLEGAL_DATA_VALUE;
		if (!this.#registers.isTrusted(address, count)) return Exception.SERVER_DEVICE_FAILURE;
		if (!this.#registers.read(address, count, response.view, READ_HEAD))
			return Exception.ILLEGAL_DATA_ADDRESS;
		response.view.setUint8(0, request.functionCode);
		response.view.setUint8(1, 2 * count);
		response.length = READ_HEAD + 2 * count;
		return Exception.NONE;
	}

	#writeSingle(request: PduBuffer, response: PduBuffer): Exception {
		if (request.length !== TWO_FIELDS) return Exception.ILLEGAL_DATA_VALUE;
		return this.#write(1, request, 3, response);
	}

	#writeMultiple(request: PduBuffer, response: PduBuffer): Exception {
		const { view, length } = request;
		if (length < WRITE_HEAD) return Exception.ILLEGAL_DATA_VALUE;
		const count = view.getUint16(3);
		const bytes = view.getUint8(5);
		if (count < 1 || count > MAXIMUM_WRITE) return Exception.ILLEGAL_DATA_VALUE;
		if (bytes !== 2 * count || length !== WRITE_HEAD + bytes) return Exception.ILLEGAL_DATA_VALUE;
		return this.#write(count, request, WRITE_HEAD, response);
	}

	/**
	 * Writes the `count` registers whose values begin at `offset` of the request; echoes its two
	 * fields.
	 */
	#write(count: number, request: PduBuffer, offset: number, response: PduBuffer): Exception {
		const address = request.view.getUint16(1);
		const exception = EXCEPTIONS[this.#registers.write(address, count, request.view, offset)];
		if (exception === Exception.NONE) response.copy(request, TWO_FIELDS);
		return exception;
	}
}

function diagnose(request: PduBuffer, response: PduBuffer): Exception {
	const { view, length } = request;
	if (length < 3 || length % 2 === 0) return Exception.ILLEGAL_DATA_VALUE;
	if (view.getUint16(1) !== RETURN_QUERY_DATA) return Exception.ILLEGAL_FUNCTION;
	response.copy(request, length);
	return Exception.NONE;
}
