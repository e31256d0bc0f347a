import { expect, it } from "vitest";
import { ratioSetBy } from "../../../bench/truth/ct-ratio.ts";
import { withCrc } from "../../../testkit/line.ts";

const frame = (text: string): Uint8Array => Uint8Array.from(withCrc([...Buffer.from(text, "hex")]));

it.each([
	["both registers alone", "01 10 401f 0002 04 0100 0005", "01 10 401f 0002", 20],
	["the highest ratio", "f7 10 401f 0002 04 9995 0001", "f7 10 401f 0002", 9995],
	[
		"more registers around them",
		"01 10 401d 0005 0a 1111 2222 0600 0005 3333",
		"01 10 401d 0005",
		120,
	],
])("is learnt from a write of %s", (_what, request, answer, ratio) => {
	expect(ratioSetBy(frame(request.replaceAll(" ", "")), frame(answer.replaceAll(" ", "")))).toBe(
		ratio,
	);
});

it.each([
	["a write that the meter refused", "01 10 401f 0002 04 0100 0005", "01 90 04"],
	["a write of the registers before", "01 10 401d 0002 04 0100 0005", "01 10 401d 0002"],
	["a write of half of it", "01 10 4020 0001 02 0005", "01 10 4020 0001"],
	["a write of its first half", "01 10 401e 0002 04 0100 0005", "01 10 401e 0002"],
	["a read", "01 03 401f 0002", "01 03 04 0100 0005"],
	["a single write", "01 06 401f 0100", "01 06 401f 0100"],
	["the answer of another unit", "01 10 401f 0002 04 0100 0005", "02 10 401f 0002"],
	["a request that is cut short", "01 10 401f 0002 04 0100", "01 10 401f 0002"],
])("is not learnt from %s", (_what, request, answer) => {
	const [asked, answered] = [request, answer].map((text) => frame(text.replaceAll(" ", "")));
	expect(ratioSetBy(asked, answered)).toBeUndefined();
});

it("is not learnt from frames with a wrong CRC", () => {
	const request = frame("0110401f00020401000005");
	const answer = frame("0110401f0002");
	expect(ratioSetBy(request, answer)).toBe(20);
	for (const broken of [request, answer]) {
		broken[3] ^= 1;
		expect(ratioSetBy(request, answer)).toBeUndefined();
		broken[3] ^= 1;
	}
});
