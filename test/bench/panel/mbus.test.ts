import fc from "fast-check";
import { expect, it } from "vitest";
import { describeMBus } from "../../../bench/panel/src/bus/mbus.ts";
import { printedTelegram } from "../../data/printed.ts";

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));

const described = (request: string, answer = "") => describeMBus(bytes(request), bytes(answer));

/** Builds a long frame with lengths, checksum and stop. */
function long(...body: number[]): string {
	const sum = body.reduce((total, byte) => total + byte, 0) & 0xff;
	return Buffer.from([0x68, body.length, body.length, 0x68, ...body, sum, 0x16]).toString("hex");
}

it.each([
	["10 40 01 41 16", "E5", "address 1", "SND_NKE: reset the link", "E5: acknowledged"],
	["10 7B FE 79 16", "", "any meter", "REQ_UD2: send your data", "no answer"],
	["10 5A 05 5F 16", "", "address 5", "REQ_UD1: send your alarms", "no answer"],
	[
		long(0x73, 0xfd, 0x52, 0x45, 0x23, 0x01, 0x15, 0xff, 0xff, 0xff, 0xff),
		"E5",
		"selected meter",
		"SND_UD: select 15012345",
		"E5: acknowledged",
	],
	[long(0x53, 0x01, 0x50), "E5", "address 1", "SND_UD: reset the application", "E5: acknowledged"],
	[long(0x53, 0x01, 0xbd), "E5", "address 1", "SND_UD: switch to 9600 Bd", "E5: acknowledged"],
	[
		long(0x53, 0x01, 0x51, 0x0c, 0xfd, 0x3a, 0, 0, 1, 0),
		"E5",
		"address 1",
		"SND_UD: S0 output rate = 100 imp/kWh",
		"E5: acknowledged",
	],
	[long(0x53, 0x01, 0x51, 0x99, 0x99), "", "address 1", "SND_UD: 99 99", "no answer"],
])(
	"the panel describes the M-Bus exchange %s, answered by %s",
	(request, answer, to, asked, answered) => {
		expect(described(request, answer)).toMatchObject({ to, request: asked, answer: answered });
	},
);

it("the panel describes the manual's telegram record by record", () => {
	const { answer, values } = described("10 5B 01 5C 16", printedTelegram);
	expect(answer).toMatch(/^RSP_UD: \d{8} INM, 32 records$/);
	expect(values).toHaveLength(32);
	expect(values.find(({ name }) => name === "L1 Voltage")?.value).toMatch(/ V$/);
});

it("the panel shows malformed M-Bus frames as bytes", () => {
	expect(described("10 40 01 42 16")).toMatchObject({
		outcome: "broken",
		request: "10 40 01 42 16",
	});
	expect(described("10 40 01 41 16", "10 08")).toMatchObject({
		outcome: "broken",
		answer: "garbled: 10 08",
	});
});

it.each([
	["11 40 01 41 16", "request: starts with 11, neither 10 nor 68"],
	["10 40 01 41", "request: 4 bytes, 5 by its start"],
	["10 40 01 42 16", "request: checksum is 42, right would be 41"],
	["10 40 01 41 17", "request: ends with 17, not 16"],
	["68 03 04 68 53 01 50 A4 16", "request: lengths differ: 03 04"],
	["68 0F 0F 68 53 01 50 A4 16", "request: 9 bytes, 21 by its start"],
])("the panel says of the M-Bus frame %s: %s", (request, fault) => {
	expect(described(request).fault).toBe(fault);
});

it("the panel ties each record to its bytes", () => {
	const { values } = described("10 5B 01 5C 16", printedTelegram);
	const frame = bytes(printedTelegram);
	expect(values[0]?.from).toBe(19);
	values.slice(1).forEach(({ from }, index) => {
		expect(from).toBe(values[index]?.to);
	});
	expect(values.at(-1)?.to).toBe(frame.length - 2);
});

it("the panel describes any M-Bus bytes without an error", () => {
	const some = fc.uint8Array({ maxLength: 60 });
	fc.assert(
		fc.property(some, some, (request, answer) => {
			for (const [asked, answered] of [
				[request, answer],
				[bytes(long(...request)), bytes(long(...answer))],
			])
				expect(typeof describeMBus(asked, answered).request).toBe("string");
		}),
		{ numRuns: 2000 },
	);
});
