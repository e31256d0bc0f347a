/**
 * Holds one PDU (Modbus Application Protocol V1.1b3, 4.1); made once and used for every request.
 */

/** Longest PDU in bytes. */
export const MAXIMUM_PDU = 253;

/** Set in the function code of an exception response (7). */
const EXCEPTION_FLAG = 0x80;

export default class PduBuffer {
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
