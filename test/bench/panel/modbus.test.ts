import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeModbus } from "../../../bench/panel/src/bus/modbus.ts";
import { withCrc } from "../../../testkit/line.ts";

const bytes = (hex: string) => withCrc([...Buffer.from(hex.replaceAll(" ", ""), "hex")]);

/** Describes an exchange of frames given without their CRC. */
function described(request: string, answer = "", integers = false) {
	const frame = (hex: string) => Uint8Array.from(hex === "" ? [] : bytes(hex));
	return describeModbus(frame(request), frame(answer), integers);
}

describe("Modbus frames", () => {
	it.each([
		["01 03 5002 0002", "01 03 04 4365 FEB8", "unit 1", "read 5002–5003 L1 Voltage", "229.995 V"],
		[
			"11 04 401F 0002",
			"11 04 04 0100 0005",
			"unit 17",
			"read input 401F–4020 CT ratio",
			"100/5 A",
		],
		["01 06 4003 0007", "01 06 4003 0007", "unit 1", "write 4003 Modbus ID = 7", "done"],
		["01 06 4004 0007", "01 06 4004 0007", "unit 1", "write 4004 Baud rate = 19200 Bd", "done"],
		[
			"01 10 400D 0002 04 41200000",
			"01 10 400D 0002",
			"unit 1",
			"write 400D–400E S0 output rate = 10 imp/kWh",
			"done",
		],
		["01 03 4012 0001", "01 03 02 3152", "unit 1", "read 4012 Current direction", "1R"],
		[
			"01 03 6000 0002",
			"01 83 02",
			"unit 1",
			"read 6000–6001 Total active energy",
			"refused: illegal data address",
		],
		["01 08 0000 1234", "01 08 0000 1234", "unit 1", "diagnostics: echo", "done"],
		["01 63 00", "01 E3 01", "unit 1", "function 99", "refused: illegal function"],
		[
			"01 06 4004 0007",
			"01 86 06",
			"unit 1",
			"write 4004 Baud rate = 19200 Bd",
			"refused: server device busy",
		],
		[
			"01 2B 0E 01 00",
			"01 2B 0E 01 01 00 00 02 00 05 416D626974 01 03 325055",
			"unit 1",
			"read device identification",
			"Ambit · 2PU",
		],
	])(
		"the panel describes the Modbus exchange %s, answered by %s",
		(request, answer, to, asked, answered) => {
			expect(described(request, answer)).toMatchObject({ to, request: asked, answer: answered });
		},
	);

	it("the panel describes a block of registers one by one in the registers' units", () => {
		const { request, answer, values } = described(
			"01 03 500C 0008",
			"01 03 10 3F800000 40000000 40400000 3F30A3D7",
		);
		expect([request, answer]).toEqual(["read 500C–5013", "8 registers"]);
		const frame = "answer";
		expect(values).toEqual([
			{ place: "500C", name: "L1 Current", value: "1 A", frame, from: 3, to: 7 },
			{ place: "500E", name: "L2 Current", value: "2 A", frame, from: 7, to: 11 },
			{ place: "5010", name: "L3 Current", value: "3 A", frame, from: 11, to: 15 },
			{ place: "5012", name: "Total active power", value: "0.69 kW", frame, from: 15, to: 19 },
		]);
	});

	it.each([
		["01 03 4000 0002", "01 03 04 12345678", false, "12345678"],
		["01 03 6000 0002", "01 03 04 4640E6B7", false, "12345.679 kWh"],
		["01 03 6000 0002", "01 03 04 3B9AC9FF", true, "999999.999 kWh"],
		["01 03 7002 0001", "01 03 02 0001", false, "3P3W"],
	])("the panel loses no digit of %s, answered by %s", (request, answer, integers, value) => {
		expect(described(request, answer, integers).answer).toBe(value);
	});

	it("the panel says what is wrong with a broken frame", () => {
		const fault = (request: number[], answer: number[] = []) =>
			describeModbus(Uint8Array.from(request), Uint8Array.from(answer), false).fault;
		const request = [...bytes("01 03 5002 0002")];
		expect(fault([1, 3])).toBe("request: 2 bytes are too few for a frame");
		expect(fault([...request.slice(0, -2), 0, 0])).toBe(
			"request: CRC is 00 00, right would be 74 CB",
		);
		expect(fault(request, [1, 3, 4, 0x43, 0x65])).toBe(
			"answer: CRC is 43 65, right would be 21 33; 5 of 9 bytes",
		);
		expect(fault(request, [...bytes("02 03 04 4365 FEB8")])).toBe("answer: from unit 2, not 1");
	});

	it("the panel shows integers in the same units as floats", () => {
		expect(described("01 03 5012 0002", "01 03 04 FFFFFD4E", true).answer).toBe("−0.69 kW");
	});

	it("the panel distinguishes silence from a broadcast, which is never answered", () => {
		expect(described("05 03 5002 0002")).toMatchObject({ outcome: "silent", answer: "no answer" });
		expect(described("00 06 4003 0001")).toMatchObject({ outcome: "done", to: "all" });
	});

	it("the panel shows malformed Modbus frames as bytes", () => {
		const broken = describeModbus(Uint8Array.of(1, 3, 0x50), new Uint8Array(), false);
		expect(broken).toMatchObject({ outcome: "broken", request: "01 03 50" });
		const request = Uint8Array.from(bytes("01 03 5002 0002"));
		expect(describeModbus(request, Uint8Array.of(1, 2, 3), false)).toMatchObject({
			outcome: "broken",
			answer: "garbled: 01 02 03",
		});
	});

	it("the panel describes any Modbus bytes without an error", () => {
		const frame = fc.uint8Array({ maxLength: 40 });
		fc.assert(
			fc.property(frame, frame, fc.boolean(), (request, answer, integers) => {
				for (const [asked, answered] of [
					[request, answer],
					[Uint8Array.from(withCrc([...request])), Uint8Array.from(withCrc([...answer]))],
				])
					expect(typeof describeModbus(asked, answered, integers).request).toBe("string");
			}),
			{ numRuns: 2000 },
		);
	});
});
