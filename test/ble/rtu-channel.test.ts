import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { withCrc } from "../../testkit/line.ts";
import { TestRadio } from "../../testkit/radio.ts";

let radio: TestRadio;

/** A read of the serial number, and its answer; a write of 4003 = 7. */
const READ = withCrc([1, 3, 0x40, 0x00, 0, 2]);
const ANSWER = withCrc([1, 3, 4, 0x12, 0x34, 0x56, 0x78]);
const WRITE = withCrc([1, 6, 0x40, 0x03, 0, 7]);

/** A write of 4032–4034 and the rows up to it takes two pieces. */
const LONG_WRITE = withCrc([1, 0x10, 0x40, 0x2e, 0, 7, 14, ...new Array(14).fill(0)]);

beforeEach(() => {
	radio = new TestRadio();
	radio.connect();
	radio.client.onCharacteristicNotifyEnabled(0, "rtuResponse");
});

/** Writes pieces; returns the pieces of the answers as arrays of bytes. */
function send(...pieces: readonly (readonly number[] | Uint8Array)[]): number[][] {
	radio.notifications = [];
	for (const piece of pieces) radio.write("rtuRequest", Uint8Array.from(piece));
	return radio.notifications
		.filter((each) => each.startsWith("0 rtuResponse "))
		.map((each) => [...Buffer.from(each.split(" ")[2] ?? "", "hex")]);
}

/** Cuts a frame into the pieces that travel. */
function pieces(frame: readonly number[]): number[][] {
	return Array.from({ length: Math.ceil(frame.length / 20) }, (_, i) =>
		frame.slice(20 * i, 20 * i + 20),
	);
}

describe("a Modbus RTU frame over Bluetooth", () => {
	it("is answered by the registers of the bus", () => {
		expect(send(READ)).toEqual([ANSWER]);
	});

	it("gets a long answer in pieces of 20 bytes, whatever the MTU", () => {
		radio.client.onMTUExchanged(0, 517);
		const answer = send(withCrc([1, 4, 0x50, 0x00, 0, 0x38]));
		expect(answer.map(({ length }) => length)).toEqual([20, 20, 20, 20, 20, 17]);
		const whole = answer.flat();
		expect(whole.slice(0, 3)).toEqual([1, 4, 112]);
		expect(whole).toEqual(withCrc(whole.slice(0, -2)));
	});

	it("may come in pieces, and nothing is answered before the last", () => {
		const [first = [], last = []] = pieces(LONG_WRITE);
		expect(first).toHaveLength(20);
		expect(send(first)).toEqual([]);
		expect(send(last)).toEqual([withCrc([1, 0x90, 1])]);
	});

	it("that fills its last piece is answered at once", () => {
		const frame = withCrc([1, 0x08, 0, 0, ...new Array(14).fill(0x5a)]);
		expect(frame).toHaveLength(20);
		expect(send(frame)).toEqual([frame]);
	});

	it("is not taken for whole where the CRC of its first piece is right by chance", () => {
		const values = new Array(13).fill(0);
		const begun = [1, 0x10, 0x40, 0x2e, 0, 10, 20, ...values.slice(0, 11)];
		const frame = withCrc([...withCrc(begun), ...new Array(7).fill(0)]);
		const [first = [], last = []] = pieces(frame);
		expect(first).toEqual(withCrc(begun));
		expect(send(first)).toEqual([]);
		expect(send(last)).toEqual([withCrc([1, 0x90, 1])]);
	});

	it("is for the unit ID of the bus, as it is now", () => {
		radio.model.setByName("modbusId", 9);
		expect(send(READ)).toEqual([]);
		const answer = withCrc([9, 3, 4, 0x12, 0x34, 0x56, 0x78]);
		expect(send(withCrc([9, 3, 0x40, 0x00, 0, 2]))).toEqual([answer]);
	});

	it("is dropped with a wrong CRC, and the next is served", () => {
		const spoilt = READ.map((byte, i) => (i === 4 ? 1 : byte));
		expect(send(spoilt)).toEqual([]);
		expect(send(READ)).toEqual([ANSWER]);
	});

	it("is dropped when its next piece has not come for two seconds", () => {
		send(LONG_WRITE.slice(0, 20));
		radio.wait(2);
		expect(send(READ)).toEqual([ANSWER]);
	});

	it("of one client is not mixed up with that of another, nor left to the next one", () => {
		radio.connect(1);
		const [first = [], last = []] = pieces(LONG_WRITE);
		send(first);
		radio.write("rtuRequest", Uint8Array.from(last), 1);
		radio.client.onDisconnected(0);
		radio.connect();
		radio.client.onCharacteristicNotifyEnabled(0, "rtuResponse");
		expect(send(READ)).toEqual([ANSWER]);
	});

	it("is ignored until the client has subscribed to the responses", () => {
		radio.client.onCharacteristicNotifyDisabled(0, "rtuResponse");
		expect(send(READ)).toEqual([]);
	});

	it("that is longer than any frame is dropped", () => {
		for (let i = 0; i < 20; i++) expect(send(new Array(20).fill(1))).toEqual([]);
		expect(send([1])).toEqual([]);
		expect(send(READ)).toEqual([ANSWER]);
	});
});

describe("a write in a Modbus RTU frame over Bluetooth", () => {
	const modbusId = () => radio.model.get(radio.model.indexOf("modbusId"));

	it("is refused without the login, a broadcast in silence", () => {
		expect(send(WRITE)).toEqual([withCrc([1, 0x86, 1])]);
		expect(send(withCrc([0, 6, 0x40, 0x03, 0, 7]))).toEqual([]);
		expect(modbusId()).toBe(1);
	});

	it("changes nothing without the login, whatever the bytes", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 22 }), fc.boolean(), (bytes, sealed) => {
				send(sealed ? withCrc([...bytes]) : bytes);
			}),
			{ numRuns: 2000 },
		);
		expect(modbusId()).toBe(1);
	});
});
