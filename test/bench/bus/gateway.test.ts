import { describe, expect, it } from "vitest";
import { SerialLine } from "../../../bench/bus/line.ts";
import { GatewayConnection } from "../../../bench/bus/modbus-tcp.ts";
import { RTU, rtuFrame } from "../../../bench/bus/rtu.ts";
import { FakeLineMeter } from "../../../testkit/line-meter.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

function setUp() {
	const meter = new FakeLineMeter();
	const sent: string[] = [];
	meter.hurried = true;
	const client = { write: (bytes: Uint8Array) => void sent.push(hex(bytes)), served: () => {} };
	const connection = new GatewayConnection(new SerialLine(RTU, [meter]), client);
	const ask = (request: string): void => connection.push(Buffer.from(request, "hex"));
	const requests = (): string[] =>
		meter.received.map((chunk) => hex(Buffer.from(chunk.text, "latin1")));
	return { meter, sent, ask, requests };
}

describe("the Modbus TCP gateway", () => {
	it("puts a request on the line with the CRC of Modbus", () => {
		const { ask, requests } = setUp();
		// "Modbus over Serial Line", 6.2.2: the frame 02 07 has the CRC 41 12 on the wire.
		ask("0001000000020207");
		expect(requests()).toEqual(["02074112"]);
	});

	it("answers pipelined requests in order, each with its transaction ID", () => {
		const { meter, sent, ask, requests } = setUp();
		ask("000a000000020107000b000000020107");
		expect(requests()).toHaveLength(1);
		meter.transmit(rtuFrame(1, Uint8Array.of(7, 0x11)));
		meter.pass(200);
		meter.transmit(rtuFrame(1, Uint8Array.of(7, 0x22)));
		expect(sent).toEqual(["000a00000003010711", "000b00000003010722"]);
	});

	it("answers with exception 0B when the meter does not", () => {
		const { meter, sent, ask } = setUp();
		ask("000100000006090350000002");
		meter.pass(800);
		expect(sent[0]).toBe("00010000000309830b");
	});

	it.each([
		["whose CRC is wrong", Uint8Array.of(1, 7, 0x11, 0, 0)],
		["of another unit", rtuFrame(2, Uint8Array.of(7, 0x11))],
	])("answers with exception 0B to an answer %s", (_what, answer) => {
		const { meter, sent, ask } = setUp();
		ask("0001000000020107");
		meter.transmit(answer);
		meter.pass(800);
		expect(sent).toEqual(["00010000000301870b"]);
	});

	it("does not answer a broadcast, and serves the next request", () => {
		const { meter, sent, ask, requests } = setUp();
		ask("00010000000200070002000000020107");
		meter.pass(210);
		expect(requests()).toHaveLength(2);
		meter.transmit(rtuFrame(1, Uint8Array.of(7, 0x11)));
		expect(sent).toEqual(["000200000003010711"]);
	});
});
