/** The server's side of Modbus PDUs (Modbus Application Protocol V1.1b3): function code and data in, the same out. */
import { Exception } from "modbus/exception";
import type RegisterModel from "registers/model";

const READ_HOLDING_REGISTERS = 0x03;
const READ_INPUT_REGISTERS = 0x04;

/** Set in the function code of an exception response. */
const EXCEPTION_FLAG = 0x80;

/** Most registers of one read (6.3). */
const MAXIMUM_READ = 125;

/** Length in bytes of a read request: function code, address, quantity. */
const READ_LENGTH = 5;

/** Longest PDU in bytes. */
export const MAXIMUM_PDU = 253;

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
	 * @returns bytes of the response
	 */
	serve(request: DataView, start: number, length: number, response: DataView, offset: number): number {
		const functionCode = request.getUint8(start);
		switch (functionCode) {
			case READ_HOLDING_REGISTERS:
			case READ_INPUT_REGISTERS:
				return this.#read(functionCode, request, start, length, response, offset);
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
		if (length !== READ_LENGTH)
			return exception(functionCode, Exception.ILLEGAL_DATA_VALUE, response, offset);
		const address = request.getUint16(start + 1);
		const count = request.getUint16(start + 3);
		if (count < 1 || count > MAXIMUM_READ)
			return exception(functionCode, Exception.ILLEGAL_DATA_VALUE, response, offset);
		if (!this.#model.read(address, count, response, offset + 2))
			return exception(functionCode, Exception.ILLEGAL_DATA_ADDRESS, response, offset);
		response.setUint8(offset, functionCode);
		response.setUint8(offset + 1, 2 * count);
		return 2 + 2 * count;
	}
}

function exception(functionCode: number, code: number, response: DataView, offset: number): number {
	response.setUint8(offset, functionCode | EXCEPTION_FLAG);
	response.setUint8(offset + 1, code);
	return 2;
}
