/** Read Device Identification (Modbus Application Protocol V1.1b3, 6.21): function code 43 / 14. */
import { Exception } from "modbus/exception";
import type PduBuffer from "modbus/pdu-buffer";
import { MANUFACTURER, MODEL, SOFTWARE_VERSION } from "registers/identity";

const MEI_TYPE = 0x0e;

/** Bytes of the request: function code, MEI type, read device ID code, object ID. */
const REQUEST_LENGTH = 4;

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

/** Answers a request with function code 43; all objects fit one response. */
export function identify(request: PduBuffer, response: PduBuffer): Exception {
	const { view, length } = request;
	if (length < 2 || view.getUint8(1) !== MEI_TYPE) return Exception.ILLEGAL_FUNCTION;
	if (length !== REQUEST_LENGTH) return Exception.ILLEGAL_DATA_VALUE;
	const code = view.getUint8(2);
	const asked = view.getUint8(3);
	if (code < BASIC || code > INDIVIDUAL) return Exception.ILLEGAL_DATA_VALUE;
	if (code === INDIVIDUAL && asked >= OBJECTS.length) return Exception.ILLEGAL_DATA_ADDRESS;
	// A stream starts over at an object that does not exist.
	const first = asked < OBJECTS.length ? asked : 0;
	const end = code === INDIVIDUAL ? first + 1 : OBJECTS.length;
	putHead(response, request.functionCode, code, end - first);
	for (let object = first; object < end; object++) {
		const text = OBJECTS[object];
		response.putByte(object);
		response.putByte(text.length);
		response.putText(text);
	}
	return Exception.NONE;
}

function putHead(response: PduBuffer, functionCode: number, code: number, objects: number): void {
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
