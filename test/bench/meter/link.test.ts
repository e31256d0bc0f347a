import fc from "fast-check";
import { expect, it } from "vitest";
import { framesMessage, message } from "../../../bench/meter/link.ts";
import { MessageReader } from "../../../bench/meter/link-engine.ts";

it("takes messages apart at any chunking", () => {
	const one = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ maxLength: 300 }));
	fc.assert(
		fc.property(
			fc.array(one, { maxLength: 6 }),
			fc.integer({ min: 1, max: 50 }),
			(messages, size) => {
				const seen: [number, number[]][] = [];
				const reader = new MessageReader((type, payload) => void seen.push([type, [...payload]]));
				const stream = Buffer.concat(messages.map(([type, payload]) => message(type, payload)));
				for (let at = 0; at < stream.length; at += size)
					reader.push(stream.subarray(at, at + size));
				expect(seen).toEqual(messages.map(([type, payload]) => [type, [...payload]]));
			},
		),
	);
});

it("writes type, length and payload, least significant byte first", () => {
	expect(message(2, new Uint8Array(0x102)).subarray(0, 3)).toEqual(Buffer.from([2, 2, 1]));
});

it("numbers FRAMES in front of the frames, in 16 bits", () => {
	const frames = Uint8Array.of(7, 8);
	expect([...framesMessage(0x1fffe, frames)]).toEqual([2, 4, 0, 0xfe, 0xff, 7, 8]);
});

it("refuses a length that no message has", () => {
	const reader = new MessageReader(() => {});
	expect(() => reader.push(Buffer.from([0x82, 0x01, 0x10]))).toThrow(RangeError);
});
