import { expect, it } from "vitest";
import {
	decodeMultipleWrite,
	decodeResponse,
	readRequest,
	writeMultipleRequest,
	writeRequest,
} from "../../client/pdu.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const pdu = (text: string): Uint8Array => Buffer.from(text.replaceAll(" ", ""), "hex");

it("requests are the bytes that the specification prints", () => {
	// V1.1b3, 6.3, 6.6 and 6.12.
	expect(hex(readRequest(0x6b, 3))).toBe("03006b0003");
	expect(hex(writeRequest(0x01, [3]))).toBe("0600010003");
	expect(hex(writeRequest(0x01, [10, 0x0102]))).toBe("100001000204000a0102");
	expect(hex(writeMultipleRequest(0x01, [3]))).toBe("1000010001020003");
});

it("the response to a read gives its registers", () => {
	const response = decodeResponse(readRequest(0x6b, 3), pdu("03 06 022b 0000 0064"));
	expect(response).toEqual({ kind: "normal", registers: pdu("022b 0000 0064") });
});

it.each([
	["one register", writeRequest(1, [3]), "06 0001 0003"],
	["several registers", writeRequest(1, [10, 0x0102]), "10 0001 0002"],
])("the response to a write of %s repeats the request's beginning", (_what, request, text) => {
	expect(decodeResponse(request, pdu(text))).toEqual({
		kind: "normal",
		registers: new Uint8Array(),
	});
});

it("an exception gives its code", () => {
	expect(decodeResponse(readRequest(1, 1), pdu("83 02"))).toEqual({ kind: "exception", code: 2 });
	expect(decodeResponse(writeRequest(1, [1, 2]), pdu("90 0b"))).toEqual({
		kind: "exception",
		code: 11,
	});
});

it.each([
	["nothing", readRequest(1, 2), ""],
	["another function code", readRequest(1, 2), "04 04 0000 0000"],
	["fewer registers", readRequest(1, 2), "03 02 0000"],
	["a byte count that is not its length", readRequest(1, 2), "03 02 0000 0000"],
	["more bytes than it counts", readRequest(1, 2), "03 04 0000 0000 00"],
	["another function's exception", readRequest(1, 2), "84 02"],
	["an exception without a code", readRequest(1, 2), "83"],
	["an exception that is too long", readRequest(1, 2), "83 02 00"],
	["another address", writeRequest(1, [3]), "06 0002 0003"],
	["another value", writeRequest(1, [3]), "06 0001 0004"],
	["another quantity", writeRequest(1, [3, 4]), "10 0001 0003"],
	["a repeated request", writeRequest(1, [3, 4]), "10 0001 0002 04 0003 0004"],
	["a write's response that is cut short", writeRequest(1, [3]), "06 0001 00"],
])("a response with %s does not belong to the request", (_what, request, text) => {
	expect(decodeResponse(request, pdu(text))).toEqual({ kind: "unrelated" });
});

it("a write of several registers is taken apart", () => {
	expect(decodeMultipleWrite(writeMultipleRequest(0x401f, [0x0100, 5]))).toEqual({
		address: 0x401f,
		words: [0x0100, 5],
	});
});

it.each([
	["a read", "03 401f 0002"],
	["a write of one register", "06 401f 0100"],
	["a request without its registers", "10 401f 0002 04"],
	["a byte count that is not its quantity's", "10 401f 0002 02 0100"],
	["more bytes than it counts", "10 401f 0001 02 0100 00"],
	["nothing but a head", "10 401f"],
])("%s is no write of several registers", (_what, text) => {
	expect(decodeMultipleWrite(pdu(text))).toBeUndefined();
});
