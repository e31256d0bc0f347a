import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { TestRadio } from "../../testkit/radio.ts";

let radio: TestRadio;

/** A read of the serial number in one fragment. */
const READ = "07 00 03 40 00 00 02";
const ANSWER = ["0700030412345678"];

beforeEach(() => {
	radio = new TestRadio();
	radio.connect();
});

/** Joins the PDU of fragments, which must be numbered from 0 and belong to the transaction. */
function joined(fragments: readonly string[], transaction: number): string {
	return fragments
		.map((each, i) => {
			const more = i < fragments.length - 1 ? 0x80 : 0;
			expect(Number.parseInt(each.slice(0, 4), 16)).toBe((transaction << 8) | more | i);
			return each.slice(4);
		})
		.join("");
}

describe("a request over Bluetooth", () => {
	it("in one fragment is answered in one", () => {
		expect(radio.request(READ)).toEqual(ANSWER);
	});

	it("in fragments of one byte is answered after the last", () => {
		const parts = ["07 80 03", "07 81 40", "07 82 00", "07 83 00"];
		for (const part of parts) expect(radio.request(part)).toEqual([]);
		expect(radio.request("07 04 02")).toEqual(ANSWER);
	});

	it("is ignored until the client has subscribed to responses", () => {
		radio.client.onCharacteristicNotifyDisabled(0, "response");
		radio.notifications = [];
		radio.write("request", Buffer.from("07000340000002", "hex"));
		expect(radio.notifications).toEqual([]);
	});

	it("of one client is not mixed up with that of another, fragment by fragment", () => {
		radio.connect(1);
		radio.request("07 80 03 40 00", 0);
		radio.request("09 80 03 40 03", 1);
		expect(radio.request("07 01 00 02", 0)).toEqual(ANSWER);
		expect(radio.request("09 01 00 01", 1)).toEqual(["090003020001"]);
	});

	it.each([
		[23, 18],
		[24, 19],
		[185, 180],
		[517, 253],
	])("gets the longest answer in packets that fit an MTU of %i", (mtu, room) => {
		radio.connect(0, mtu);
		const fragments = radio.request("2a 00 03 61 00 00 7d");
		expect(fragments).toHaveLength(Math.ceil(252 / room));
		expect(joined(fragments, 0x2a)).toMatch(/^03fa[0-9a-f]{500}$/);
		for (const each of fragments) expect(each.length / 2).toBeLessThanOrEqual(mtu - 3);
	});

	it("with the longest PDU, 253 bytes, may come 18 bytes a fragment", () => {
		const pdu = Buffer.concat([Buffer.from([0x08, 0, 0]), Buffer.alloc(250, 0x5a)]);
		let fragments: string[] = [];
		for (let from = 0, number = 0; from < pdu.length; from += 18, number++) {
			const more = from + 18 < pdu.length ? 0x80 : 0;
			const head = Buffer.from([1, number | more]);
			fragments = radio.request(
				Buffer.concat([head, pdu.subarray(from, from + 18)]).toString("hex"),
			);
		}
		expect(joined(fragments, 1)).toBe(pdu.toString("hex"));
	});
});

describe("fragments", () => {
	it.each([
		["of one byte", ["05"], "054001"],
		["without any of the PDU", ["05 00"], "054001"],
		["with the fault bit set", ["05 40 03 40"], "054001"],
		["that begin in the middle", ["05 01 00 02"], "054002"],
		["with one missing", ["05 80 03 40", "05 02 02"], "054002"],
		["that come twice", ["05 80 03", "05 81 40", "05 81 40"], "054002"],
		["of another transaction", ["05 80 03 40 00", "06 01 00 02"], "064002"],
		["longer than a PDU", [`05 80${"00".repeat(253)}`, "05 01 00"], "054003"],
		["longer than a PDU, in one fragment", [`05 00${"00".repeat(254)}`], "054003"],
	])("%s get the fault as an answer, and the next request is served", (_what, fragments, fault) => {
		const answers = fragments.flatMap((each) => radio.request(each));
		expect(answers).toEqual([fault]);
		expect(radio.request(READ)).toEqual(ANSWER);
	});

	it("that are empty are ignored", () => {
		expect(radio.request("")).toEqual([]);
	});

	it("of an unfinished request are discarded when the next request begins", () => {
		radio.request("05 80 06 40 03");
		expect(radio.request(READ)).toEqual(ANSWER);
		expect(radio.request("05 01 00 07")).toEqual(["054002"]);
	});

	it("of an unfinished request do not pass to the next client", () => {
		radio.request("07 80 03 40 00");
		radio.client.onDisconnected(0);
		radio.connect();
		expect(radio.request("07 01 00 02")).toEqual(["074002"]);
	});

	it("may be numbered up to 63: one more is out of order", () => {
		const fragment = (number: number) =>
			Buffer.from([5, (number & 0x3f) | 0x80, 0]).toString("hex");
		for (let number = 0; number < 64; number++) expect(radio.request(fragment(number))).toEqual([]);
		expect(radio.request("05 01 03")).toEqual(["054002"]);
	});

	it("with any bytes, on any connection and characteristic, change no setting", () => {
		const settings = () => radio.request("01 00 03 40 00 00 35").join();
		const before = settings();
		fc.assert(
			fc.property(
				fc.constantFrom("request", "login", "totals", "response", "nothing"),
				fc.uint8Array({ maxLength: 300 }),
				fc.integer({ min: -1, max: 5 }),
				(name, value, connection) => radio.write(name, value, connection),
			),
			{ numRuns: 2000 },
		);
		expect(settings()).toBe(before);
	});
});

describe("a client that is not connected", () => {
	it("is not served", () => {
		expect(radio.request(READ, 1)).toEqual([]);
		expect(radio.request(READ, 99)).toEqual([]);
	});

	it("gets no notification, though it never unsubscribed", () => {
		radio.client.onCharacteristicNotifyEnabled(0, "totals");
		radio.client.onDisconnected(0);
		radio.notifications = [];
		radio.wait(3);
		expect(radio.notifications).toEqual([]);
	});

	it("cannot subscribe", () => {
		radio.client.onCharacteristicNotifyEnabled(2, "totals");
		radio.wait(2);
		expect(radio.notifications).toEqual([]);
	});
});
