/** The server's side of Modbus PDUs (Modbus Application Protocol V1.1b3): function code and data in, the same out. */
import { Exception } from "modbus/exception";
import { identify } from "modbus/identification";
import type RegisterModel from "registers/model";
import { Outcome } from "registers/model";

const FunctionCode = Object.freeze({
	READ_HOLDING_REGISTERS: 0x03,
	READ_INPUT_REGISTERS: 0x04,
	WRITE_SINGLE_REGISTER: 0x06,
	DIAGNOSTICS: 0x08,
	WRITE_MULTIPLE_REGISTERS: 0x10,
	ENCAPSULATED_INTERFACE: 0x2b,
} as const);

/** Those that change something. */
const WRITING: readonly number[] = Object.freeze([
	FunctionCode.WRITE_SINGLE_REGISTER,
	FunctionCode.WRITE_MULTIPLE_REGISTERS,
]);

/** Set in the function code of an exception response. */
const EXCEPTION_FLAG = 0x80;

/** Most registers of one read (6.3) and one write (6.12). */
const MAXIMUM_READ = 125;
const MAXIMUM_WRITE = 123;

/** Length in bytes of a request with two 16-bit fields: reads, a single write, diagnostics. */
const TWO_FIELDS = 5;

/** Length of a multiple write's head: function code, address, quantity, byte count. */
const WRITE_HEAD = 6;

/** Diagnostics sub-function that echoes its data (6.8). */
const RETURN_QUERY_DATA = 0;

/** Longest PDU in bytes. */
export const MAXIMUM_PDU = 253;

/** Exception of each outcome of a write; 0 for none. */
const EXCEPTION_OF: readonly number[] = Object.freeze([
	0,
	Exception.ILLEGAL_DATA_ADDRESS,
	Exception.ILLEGAL_DATA_VALUE,
	Exception.SERVER_DEVICE_FAILURE,
]);

/** Answers requests from the register model. */
export default class PduServer {
	readonly #model: RegisterModel;

	constructor(model: RegisterModel) {
		this.#model = model;
	}

	/**
	 * Answers one request.
	 * @param request holds the PDU from `start` on
	 * @param length bytes of the PDU, at least 1
	 * @param response receives the PDU from `offset` on, at most {@link MAXIMUM_PDU} bytes
	 * @param mayWrite whether this client may write now; if not, writes are met with exception 01: "the server is in
	 *   the wrong state to process a request of this type"
	 * @returns bytes of the response
	 */
	serve(
		request: DataView,
		start: number,
		length: number,
		response: DataView,
		offset: number,
		mayWrite = true,
	): number {
		const functionCode = request.getUint8(start);
		if (!mayWrite && WRITING.includes(functionCode))
			return exception(functionCode, Exception.ILLEGAL_FUNCTION, response, offset);
		switch (functionCode) {
			case FunctionCode.READ_HOLDING_REGISTERS:
			case FunctionCode.READ_INPUT_REGISTERS:
				return this.#read(functionCode, request, start, length, response, offset);
			case FunctionCode.WRITE_SINGLE_REGISTER:
				return this.#writeSingle(request, start, length, response, offset);
			case FunctionCode.WRITE_MULTIPLE_REGISTERS:
				return this.#writeMultiple(request, start, length, response, offset);
			case FunctionCode.DIAGNOSTICS:
				return diagnose(request, start, length, response, offset);
			case FunctionCode.ENCAPSULATED_INTERFACE: {
				const result = identify(request, start, length, response, offset);
				return result < 0 ? exception(functionCode, -result, response, offset) : result;
			}
			default:
				return exception(functionCode, Exception.ILLEGAL_FUNCTION, response, offset);
		}
	}

	#read(
		functionCode: number,
		request: DataView,
		start: number,
		length: number,
		response: DataView,
		offset: number,
	): number {
		if (length !== TWO_FIELDS)
			return exception(functionCode, Exception.ILLEGAL_DATA_VALUE, response, offset);
		const address = request.getUint16(start + 1);
		const count = request.getUint16(start + 3);
		if (count < 1 || count > MAXIMUM_READ)
			return exception(functionCode, Exception.ILLEGAL_DATA_VALUE, response, offset);
		if (!this.#model.vouchesForAll(address, count))
			return exception(functionCode, Exception.SERVER_DEVICE_FAILURE, response, offset);
		if (!this.#model.read(address, count, response, offset + 2))
			return exception(functionCode, Exception.ILLEGAL_DATA_ADDRESS, response, offset);
		response.setUint8(offset, functionCode);
		response.setUint8(offset + 1, 2 * count);
		return 2 + 2 * count;
	}

	#writeSingle(
		request: DataView,
		start: number,
		length: number,
		response: DataView,
		offset: number,
	): number {
		const functionCode = FunctionCode.WRITE_SINGLE_REGISTER;
		if (length !== TWO_FIELDS)
			return exception(functionCode, Exception.ILLEGAL_DATA_VALUE, response, offset);
		const code =
			EXCEPTION_OF[this.#model.write(request.getUint16(start + 1), 1, request, start + 3)];
		return code
			? exception(functionCode, code, response, offset)
			: echo(request, start, length, response, offset);
	}

	#writeMultiple(
		request: DataView,
		start: number,
		length: number,
		response: DataView,
		offset: number,
	): number {
		const functionCode = FunctionCode.WRITE_MULTIPLE_REGISTERS;
		const bad = (code: number): number => exception(functionCode, code, response, offset);
		if (length < WRITE_HEAD) return bad(Exception.ILLEGAL_DATA_VALUE);
		const count = request.getUint16(start + 3);
		const bytes = request.getUint8(start + 5);
		if (count < 1 || count > MAXIMUM_WRITE || bytes !== 2 * count || length !== WRITE_HEAD + bytes)
			return bad(Exception.ILLEGAL_DATA_VALUE);
		const outcome = this.#model.write(
			request.getUint16(start + 1),
			count,
			request,
			start + WRITE_HEAD,
		);
		if (outcome !== Outcome.DONE) return bad(EXCEPTION_OF[outcome]);
		return echo(request, start, TWO_FIELDS, response, offset);
	}
}

function diagnose(
	request: DataView,
	start: number,
	length: number,
	response: DataView,
	offset: number,
): number {
	const functionCode = FunctionCode.DIAGNOSTICS;
	if (length < 3 || length % 2 === 0)
		return exception(functionCode, Exception.ILLEGAL_DATA_VALUE, response, offset);
	if (request.getUint16(start + 1) !== RETURN_QUERY_DATA)
		return exception(functionCode, Exception.ILLEGAL_FUNCTION, response, offset);
	return echo(request, start, length, response, offset);
}

/** Answers with the request's first `length` bytes. */
function echo(
	request: DataView,
	start: number,
	length: number,
	response: DataView,
	offset: number,
): number {
	for (let i = 0; i < length; i++) response.setUint8(offset + i, request.getUint8(start + i));
	return length;
}

function exception(functionCode: number, code: number, response: DataView, offset: number): number {
	response.setUint8(offset, functionCode | EXCEPTION_FLAG);
	response.setUint8(offset + 1, code);
	return 2;
}
