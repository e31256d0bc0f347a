import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { ROOM_FRAMES } from "metrology/kernel";
import { RESULTS } from "metrology/results";
import { CHANNELS } from "sampling";
import { describe, expect, it } from "vitest";
import { decode, encode } from "../../bench/meter/link.ts";
import * as link from "../../boards/virtual/link.ts";
import { buildKernelInC } from "../../engine/image/kernel.ts";
import { ROOT } from "../../engine/root.ts";
import { type Message, TO_BENCH, TO_BOARD } from "../../spec/link.ts";

const ALL: [string, Message][] = [...Object.entries(TO_BOARD), ...Object.entries(TO_BENCH)];

/** The definitions of a header. */
function definitionsOf(path: string): Record<string, number> {
	const text = readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
	const found = [...text.matchAll(/^#define (\w+) (\w+)$/gm)];
	return Object.fromEntries(found.map(([, name, value]) => [name, Number(value)]));
}

describe("the messages of the link", () => {
	it("have a number each, with the highest bit set if they go to the bench", () => {
		expect(new Set(ALL.map(([, { type }]) => type)).size).toBe(ALL.length);
		for (const { type } of Object.values(TO_BOARD)) expect(type).toBeLessThan(0x80);
		for (const { type } of Object.values(TO_BENCH)) expect(type >> 7).toBe(1);
	});

	it("have bytes without a length only as their last field", () => {
		for (const [name, { fields }] of ALL)
			expect(Object.values(fields).slice(0, -1), name).not.toContain("bytes");
	});

	it.each(ALL)("%s is the same after encoding and decoding", (_name, message) => {
		const entries = Object.entries(message.fields).map(([name, type], i) => [
			name,
			type === "bytes" ? Buffer.from([1, 2, 3]) : type === "f64" ? 0.5 + i : 200 + i,
		]);
		const values = Object.fromEntries(entries);
		expect(decode(message, encode(message, values))).toEqual(values);
	});
});

describe("the codec", () => {
	it("writes numbers with the least significant byte first, fields in their order", () => {
		const start = encode(TO_BOARD.START, {
			serialNumber: 12345678,
			modbusId: 1,
			mbusAddress: 2,
			flashFitted: 1,
			restartReason: 4,
		});
		expect([...start]).toEqual([78, 97, 188, 0, 1, 2, 1, 4]);
	});

	it("refuses a number that does not fit its field", () => {
		expect(() => encode(TO_BOARD.INPUT, { pin: 256, level: 0 })).toThrow(RangeError);
		expect(() => encode(TO_BOARD.TIME, { frames: -1 })).toThrow(RangeError);
	});

	it("refuses a payload that is too short", () => {
		expect(() => decode(TO_BENCH.DONE, Buffer.alloc(7))).toThrow(RangeError);
	});
});

describe("the headers in C", () => {
	it("link.h has the numbers of link.ts", () => {
		const found = definitionsOf("engine/xs/link.h");
		const { FRAMES, STATS, WIRED } = link.ToBoard;
		expect(found).toMatchObject({
			LINK_HEADER_LENGTH: link.HEADER_LENGTH,
			LINK_MAXIMUM_PAYLOAD: link.MAXIMUM_PAYLOAD,
			LINK_SEQUENCE_LENGTH: link.SEQUENCE_LENGTH,
			LINK_BYTES_PER_FRAME: link.BYTES_PER_FRAME,
			LINK_FRAMES: FRAMES,
			LINK_STATS: STATS,
			LINK_STATS_TO_BENCH: link.ToBench.STATS,
			LINK_TRACE: link.ToBench.TRACE,
			LINK_WIRED: WIRED,
			LINK_WIRED_TO_BENCH: link.ToBench.WIRED,
		});
	});

	it("kernel-memory.h, made with the kernel, has the numbers of its sources", async () => {
		const folder = relative(ROOT, await buildKernelInC(() => {}));
		expect(definitionsOf(`${folder}/kernel-memory.h`)).toMatchObject({
			KERNEL_ROOM_FRAMES: ROOM_FRAMES,
			KERNEL_CHANNELS: CHANNELS,
			KERNEL_RESULTS: RESULTS,
		});
	});
});
