/** Read Device Identification (Modbus Application Protocol V1.1b3, 6.21): function code 43 / 14. */
import { Exception } from "modbus/exception";
import { MANUFACTURER, MODEL, SOFTWARE_VERSION } from "registers/identity";

const MEI_TYPE = 0x0e;

/** Length in bytes of the request: function code, MEI type, read device ID code, object ID. */
const REQUEST_LENGTH = 4;

/** Read device ID codes: from the basic stream (1) to one object (4); regular and extended lie between. */
const BASIC = 1;
const INDIVIDUAL = 4;

/** Basic identification, by stream and one by one. */
const CONFORMITY = 0x81;

/** VendorName, ProductCode, MajorMinorRevision. */
const OBJECTS: readonly string[] = Object.freeze([
	MANUFACTURER,
	MODEL,
	SOFTWARE_VERSION.toFixed(2),
]);

/** Length of the response's head: function code to number of objects. */
const HEAD = 7;

/**
 * Answers one request; all objects fit one response.
 * @returns bytes of the response, or the exception code, negative
 */
export function identify(
	request: DataView,
	start: number,
	length: number,
	response: DataView,
	offset: number,
): number {
	if (length < 2 || request.getUint8(start + 1) !== MEI_TYPE) return -Exception.ILLEGAL_FUNCTION;
	if (length !== REQUEST_LENGTH) return -Exception.ILLEGAL_DATA_VALUE;
	const code = request.getUint8(start + 2);
	const asked = request.getUint8(start + 3);
	if (code < BASIC || code > INDIVIDUAL) return -Exception.ILLEGAL_DATA_VALUE;
	if (code === INDIVIDUAL && asked >= OBJECTS.length) return -Exception.ILLEGAL_DATA_ADDRESS;
	// A stream begins anew at an object that does not exist.
	const first = asked < OBJECTS.length ? asked : 0;
	const end = code === INDIVIDUAL ? first + 1 : OBJECTS.length;
	response.setUint8(offset, request.getUint8(start));
	response.setUint8(offset + 1, MEI_TYPE);
	response.setUint8(offset + 2, code);
	response.setUint8(offset + 3, CONFORMITY);
	response.setUint8(offset + 4, 0);
	response.setUint8(offset + 5, 0);
	response.setUint8(offset + 6, end - first);
	let at = offset + HEAD;
	for (let object = first; object < end; object++) {
		const text = OBJECTS[object];
		response.setUint8(at, object);
		response.setUint8(at + 1, text.length);
		for (let i = 0; i < text.length; i++) response.setUint8(at + 2 + i, text.charCodeAt(i));
		at += 2 + text.length;
	}
	return at - offset;
}
