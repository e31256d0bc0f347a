/** A Modbus client's side of a PDU (MODBUS Application Protocol V1.1b3): what calibration asks a meter. */

const READ_HOLDING_REGISTERS = 0x03;
const WRITE_SINGLE_REGISTER = 0x06;
const WRITE_MULTIPLE_REGISTERS = 0x10;

/** Set in the function code of an exception response. */
const EXCEPTION_FLAG = 0x80;

const EXCEPTIONS: Readonly<Record<number, string>> = {
	1: "illegal function",
	2: "illegal data address",
	3: "illegal data value",
	4: "server device failure",
	11: "no answer",
};

/** The meter has refused a request. */
export class Refusal extends Error {
	override readonly name = "Refusal";
	/** Exception code. */
	readonly code: number;

	constructor(request: Uint8Array, code: number) {
		const address = Buffer.from(request).readUInt16BE(1).toString(16).toUpperCase();
		super(`register ${address}: exception ${hex(code)} (${EXCEPTIONS[code] ?? "unknown"})`);
		this.code = code;
	}
}

/** The meter has not answered, or not to the request. */
export class NoAnswer extends Error {
	override readonly name = "NoAnswer";
}

/** Reads `count` registers, 1..125. */
export function readRequest(address: number, count: number): Buffer {
	return words(READ_HOLDING_REGISTERS, [address, count]);
}

/** Writes registers: one by function 06, more by function 10 (hexadecimal), at most 123. */
export function writeRequest(address: number, values: readonly number[]): Buffer {
	const [value] = values;
	if (values.length === 1 && value !== undefined)
		return words(WRITE_SINGLE_REGISTER, [address, value]);
	return Buffer.concat([
		words(WRITE_MULTIPLE_REGISTERS, [address, values.length]),
		words(2 * values.length, values),
	]);
}

/**
 * The data of a response.
 * @returns registers as they stand on the wire; empty for a write
 * @throws Refusal when it is an exception, NoAnswer when it does not belong to the request
 */
export function dataOf(request: Uint8Array, response: Uint8Array): Buffer {
	const [functionCode = 0] = request;
	const [answered, second = 0] = response;
	if (answered === (functionCode | EXCEPTION_FLAG) && response.length === 2)
		throw new Refusal(request, second);
	const bytes = Buffer.from(response);
	if (functionCode === READ_HOLDING_REGISTERS) {
		const length = 2 * Buffer.from(request).readUInt16BE(3);
		if (answered === functionCode && second === length && bytes.length === 2 + length)
			return bytes.subarray(2);
	} else if (bytes.equals(Buffer.from(request).subarray(0, 5))) return Buffer.alloc(0);
	throw new NoAnswer(`the answer is not to the request: ${bytes.toString("hex")}`);
}

/** A byte and 16-bit values. */
function words(first: number, values: readonly number[]): Buffer {
	const bytes = Buffer.alloc(1 + 2 * values.length);
	bytes.writeUInt8(first, 0);
	values.forEach((value, index) => {
		bytes.writeUInt16BE(value, 1 + 2 * index);
	});
	return bytes;
}

function hex(code: number): string {
	return code.toString(16).toUpperCase().padStart(2, "0");
}
