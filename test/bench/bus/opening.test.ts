import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Opening } from "../../../bench/bus/raw-tcp.ts";

/** Passes chunks of text; returns what came through, undefined once the client was found out. */
function pass(...chunks: string[]): (string | undefined)[] {
	const opening = new Opening();
	return chunks.map((chunk) => {
		const bytes = opening.pass(Buffer.from(chunk, "latin1"));
		return bytes && Buffer.from(bytes).toString("latin1");
	});
}

describe("a raw connection", () => {
	it.each(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "PRI"])(
		"speaks HTTP if it begins with %s, whatever the chunks",
		(method) => {
			const request = `${method} / HTTP/1.1\r\n`;
			expect(pass(request)).toEqual([undefined]);
			const pieces = pass(...request.slice(0, method.length + 1));
			expect(pieces).toEqual([...new Array(method.length).fill(""), undefined]);
		},
	);

	it("passes everything on if it begins with anything else, a method later included", () => {
		expect(pass("\x01\x03", "POST / HTTP/1.1")).toEqual(["\x01\x03", "POST / HTTP/1.1"]);
		expect(pass("POSTAL ", "GET /")).toEqual(["POSTAL ", "GET /"]);
		expect(pass("P", "O", "X")).toEqual(["", "", "POX"]);
	});

	it("passes the frames of a master on at once and unchanged", () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 255 }),
				fc.integer({ min: 0, max: 0x40 }),
				fc.uint8Array({ maxLength: 20 }),
				(unit, code, rest) => {
					const frame = Buffer.from([unit, code, ...rest]);
					expect(pass(frame.toString("latin1"))).toEqual([frame.toString("latin1")]);
				},
			),
		);
	});
});
