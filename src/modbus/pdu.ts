/** Serves Modbus requests (Modbus Application Protocol V1.1b3, chapters 4 to 7). */
import { EXCEPTION_FLAG, Exception, FunctionCode, MAXIMUM_READ } from "modbus/protocol";
import type ModbusRegisters from "modbus/registers";
import { MANUFACTURER, MODEL, SOFTWARE_VERSION } from "registers/identity";

/** Operations that are open to a client now. */
export const Permission = Object.freeze({
	READ: 0,
	READ_AND_WRITE: 1,
	/** The same, for a request that is sent to every server on the bus. */
	BROADCAST: 2,
} as const);

export type Permission = (typeof Permission)[keyof typeof Permission];

/** Most registers in one write (6.12). */
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
	Exception.SERVER_DEVICE_BUSY,
]);

/** Read Device Identification (6.21). */
const MEI_TYPE = 0x0e;

/** Bytes of the request: function code, MEI type, read device ID code, object ID. */
const IDENTIFICATION_LENGTH = 4;

/** Read device ID codes run from the basic stream (1) to one object (4). */
const BASIC = 1;
const INDIVIDUAL = 4;

/** Conformity level: basic identification, by stream and by object. */
const CONFORMITY = 0x81;

/** VendorName, ProductCode, MajorMinorRevision. */
const OBJECTS: readonly string[] = Object.freeze([
	MANUFACTURER,
	MODEL,
	SOFTWARE_VERSION.toFixed(2),
]);

/** Longest PDU in bytes. */
export const MAXIMUM_PDU = 253;

/** Holds one PDU (4.1); made once and used for every request. */
export class PduBuffer {
	/** The PDU from its function code onward. */
	readonly view: DataView;
	/** Bytes of the PDU, 0..{@link MAXIMUM_PDU}. */
	length = 0;

	/**
	 * @param buffer room for the PDU: its own, or part of an ADU
	 * @param offset of the function code in `buffer`
	 */
	constructor(buffer = new ArrayBuffer(MAXIMUM_PDU), offset = 0) {
		this.view = new DataView(buffer, offset, MAXIMUM_PDU);
	}

	/** 0..255; the PDU must not be empty. */
	get functionCode(): number {
		return this.view.getUint8(0);
	}

	/** Appends one byte. */
	putByte(byte: number): void {
		this.view.setUint8(this.length, byte);
		this.length++;
	}

	/** Appends text, one byte a character. */
	putText(text: string): void {
		for (let i = 0; i < text.length; i++) this.putByte(text.charCodeAt(i));
	}

	/** Becomes a copy of the first `length` bytes of another PDU. */
	copy(source: PduBuffer, length: number): void {
		for (let i = 0; i < length; i++) this.view.setUint8(i, source.view.getUint8(i));
		this.length = length;
	}

	/** Becomes the exception response to a request with this function code. */
	refuse(functionCode: number, exception: number): void {
		this.view.setUint8(0, functionCode | EXCEPTION_FLAG);
		this.view.setUint8(1, exception);
		this.length = 2;
	}
}

export default class PduServer {
	private readonly registers: ModbusRegisters;

	constructor(registers: ModbusRegisters) {
		this.registers = registers;
	}

	/**
	 * Serves one request.
	 * @param request at least 1 byte
	 * @param response becomes the response
	 * @param permission with READ, writes get exception 01: "the server is in the
	 *   wrong state to process a request of this type" (7)
	 */
	serve(request: PduBuffer, response: PduBuffer, permission: Permission): void {
		const exception = this.execute(request, response, permission);
		if (exception !== Exception.NONE) response.refuse(request.functionCode, exception);
	}

	private execute(request: PduBuffer, response: PduBuffer, permission: Permission): Exception {
		const mayWrite = permission !== Permission.READ;
		const broadcast = permission === Permission.BROADCAST;
		switch (request.functionCode) {
			case FunctionCode.READ_HOLDING_REGISTERS:
			case FunctionCode.READ_INPUT_REGISTERS:
				return this.read(request, response);
			case FunctionCode.WRITE_SINGLE_REGISTER:
				return mayWrite
					? this.writeSingle(request, response, broadcast)
					: Exception.ILLEGAL_FUNCTION;
			case FunctionCode.WRITE_MULTIPLE_REGISTERS:
				return mayWrite
					? this.writeMultiple(request, response, broadcast)
					: Exception.ILLEGAL_FUNCTION;
			case FunctionCode.DIAGNOSTICS:
				return diagnose(request, response);
			case FunctionCode.ENCAPSULATED_INTERFACE:
				return identify(request, response);
			default:
				return Exception.ILLEGAL_FUNCTION;
		}
	}

	private read(request: PduBuffer, response: PduBuffer): Exception {
		if (request.length !== TWO_FIELDS) return Exception.ILLEGAL_DATA_VALUE;
		const address = request.view.getUint16(1);
		const count = request.view.getUint16(3);
		if (count < 1 || count > MAXIMUM_READ) return Exception.ILLEGAL_DATA_VALUE;
		if (!this.registers.isTrusted(address, count)) return Exception.SERVER_DEVICE_FAILURE;
		if (!this.registers.read(address, count, response.view, READ_HEAD))
			return Exception.ILLEGAL_DATA_ADDRESS;
		response.view.setUint8(0, request.functionCode);
		response.view.setUint8(1, 2 * count);
		response.length = READ_HEAD + 2 * count;
		return Exception.NONE;
	}

	private writeSingle(request: PduBuffer, response: PduBuffer, broadcast: boolean): Exception {
		if (request.length !== TWO_FIELDS) return Exception.ILLEGAL_DATA_VALUE;
		return this.write(1, request, 3, response, broadcast);
	}

	private writeMultiple(request: PduBuffer, response: PduBuffer, broadcast: boolean): Exception {
		const { view, length } = request;
		if (length < WRITE_HEAD) return Exception.ILLEGAL_DATA_VALUE;
		const count = view.getUint16(3);
		const bytes = view.getUint8(5);
		if (count < 1 || count > MAXIMUM_WRITE) return Exception.ILLEGAL_DATA_VALUE;
		if (bytes !== 2 * count || length !== WRITE_HEAD + bytes) return Exception.ILLEGAL_DATA_VALUE;
		return this.write(count, request, WRITE_HEAD, response, broadcast);
	}

	/**
	 * Writes the `count` registers whose values begin at `offset` of the request; echoes its two
	 * fields.
	 */
	private write(
		count: number,
		request: PduBuffer,
		offset: number,
		response: PduBuffer,
		broadcast: boolean,
	): Exception {
		const address = request.view.getUint16(1);
		const exception =
			EXCEPTIONS[this.registers.write(address, count, request.view, offset, broadcast)];
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

/** Answers a Read Device Identification (6.21); all objects fit one response. */
function identify(request: PduBuffer, response: PduBuffer): Exception {
	const { view, length } = request;
	if (length < 2 || view.getUint8(1) !== MEI_TYPE) return Exception.ILLEGAL_FUNCTION;
	if (length !== IDENTIFICATION_LENGTH) return Exception.ILLEGAL_DATA_VALUE;
	const code = view.getUint8(2);
	const asked = view.getUint8(3);
	if (code < BASIC || code > INDIVIDUAL) return Exception.ILLEGAL_DATA_VALUE;
	if (code === INDIVIDUAL && asked >= OBJECTS.length) return Exception.ILLEGAL_DATA_ADDRESS;
	// A stream starts over at an object that does not exist.
	const first = asked < OBJECTS.length ? asked : 0;
	const end = code === INDIVIDUAL ? first + 1 : OBJECTS.length;
	putIdentificationHead(response, request.functionCode, code, end - first);
	for (let object = first; object < end; object++) {
		const text = OBJECTS[object];
		response.putByte(object);
		response.putByte(text.length);
		response.putText(text);
	}
	return Exception.NONE;
}

function putIdentificationHead(
	response: PduBuffer,
	functionCode: number,
	code: number,
	objects: number,
): void {
	response.length = 0;
	response.putByte(functionCode);
	response.putByte(MEI_TYPE);
	response.putByte(code);
	response.putByte(CONFORMITY);
	// No more follows; no next object ID.
	response.putByte(0);
	response.putByte(0);
	response.putByte(objects);
}
