import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	MalformedMbap,
	type MbapFrame,
	MbapReader,
	mbapBytes,
} from "../../../bench/bus/modbus-tcp.ts";

const frame: fc.Arbitrary<MbapFrame> = fc.record({
	transaction: fc.integer({ min: 0, max: 0xffff }),
	unit: fc.integer({ min: 0, max: 255 }),
	pdu: fc.uint8Array({ minLength: 1, maxLength: 253 }).map((bytes) => Uint8Array.from(bytes)),
});

/** Cuts `bytes` at the given places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
	const edges = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort(
		(a, b) => a - b,
	);
	return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
}

describe("MBAP framing", () => {
	it("is encoded as in the implementation guide's example", () => {
		const bytes = mbapBytes({ transaction: 0x1501, unit: 0xff, pdu: Uint8Array.of(3, 0, 4, 0, 1) });
		expect(Buffer.from(bytes).toString("hex")).toBe("150100000006ff0300040001");
	});

	it("finds the same frames whatever the chunks", () => {
		fc.assert(
			fc.property(fc.array(frame, { maxLength: 5 }), fc.array(fc.nat(2000)), (frames, places) => {
				const reader = new MbapReader();
				const stream = Uint8Array.from(Buffer.concat(frames.map(mbapBytes)));
				expect(cut(stream, places).flatMap((chunk) => reader.push(chunk))).toEqual(frames);
			}),
		);
	});

	it.each([
		["another protocol ID", "000100010006"],
		["another protocol ID before the length has come", "00010001"],
		["a length without a PDU", "000100000001"],
		["a length beyond the longest PDU", "0001000000ff"],
	])("refuses %s", (_what, hex) => {
		expect(() => new MbapReader().push(Buffer.from(hex, "hex"))).toThrow(MalformedMbap);
	});

	it("accepts the shortest and the longest length", () => {
		for (const size of [1, 253]) {
			const bytes = mbapBytes({ transaction: 1, unit: 1, pdu: new Uint8Array(size) });
			expect(new MbapReader().push(bytes)).toHaveLength(1);
		}
	});
});
