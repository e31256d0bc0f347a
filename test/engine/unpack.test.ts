import { describe, expect, it } from "vitest";
import { BYTES_PER_FRAME, ToBoard } from "../../boards/virtual/link.ts";
import { type EngineName, Exit, encode, runEngine } from "../../testkit/run-engine.ts";

const ENGINES: EngineName[] = ["xs", "node"];

/** Unpacks a FRAMES message and returns as many elements of `words`. */
function unpackingScript(words: string, call: string): string {
	return `(() => {
		"use strict";
		const words = ${words};
		const view = new DataView(host.output);
		host.onMessage = (type, length) => {
			const frames = (length - 2) / ${BYTES_PER_FRAME};
			${call};
			words.forEach((word, index) => view.setInt32(4 * index, word, true));
			host.send(1, 4 * words.length);
		};
	})();`;
}

const ALL = unpackingScript(
	"new Array(600).fill(7)",
	"host.unpack(words, 0, 0, frames); words.length = 3 * frames",
);

/** A FRAMES message; its sequence number does not count as bytes of a frame. */
function framesMessage(frames: Uint8Array): Buffer {
	return encode(ToBoard.FRAMES, Buffer.concat([Buffer.of(0x34, 0x12), frames]));
}

function frameBytes(samples: readonly number[]): Buffer {
	const bytes = Buffer.alloc(3 * samples.length);
	samples.forEach((sample, index) => {
		bytes.writeIntLE(sample, 3 * index, 3);
	});
	return bytes;
}

function unpack(engine: EngineName, script: string, frames: Buffer): number[] {
	const { status, messages, stderr } = runEngine(engine, script, framesMessage(frames));
	expect(stderr).toBe("");
	expect(status).toBe(Exit.CLEAN);
	const payload = messages[0].payload;
	return Array.from({ length: payload.length / 4 }, (_, index) => payload.readInt32LE(4 * index));
}

/** Pseudo-random bytes, the same at each run (generator of Numerical Recipes). */
function noise(length: number): Buffer {
	let state = 1;
	const bytes = Buffer.alloc(length);
	for (let index = 0; index < length; index++) {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		bytes[index] = state >>> 24;
	}
	return bytes;
}

describe.each(ENGINES)("unpack on %s", (engine) => {
	it.each([
		{ of: "nothing", voltage: 0, current: 0, word: 0 },
		{ of: "one step of each", voltage: 2048, current: 64, word: 262145 },
		{ of: "just less than a step", voltage: 2047, current: 63, word: 0 },
		{ of: "the least negative", voltage: -1, current: -1, word: -1 },
		{ of: "a whole negative step", voltage: -2048, current: -64, word: -1 },
		{ of: "just more than a negative step", voltage: -2049, current: -65, word: -262146 },
		{ of: "the highest", voltage: 8388607, current: 8388607, word: 1073610751 },
		{ of: "the lowest", voltage: -8388608, current: -8388608, word: -1073610752 },
		{
			of: "a high voltage and a low current",
			voltage: 8388607,
			current: -8388608,
			word: 1073610752,
		},
		{
			of: "a low voltage and a high current",
			voltage: -8388608,
			current: 8388607,
			word: -1073610753,
		},
	])("unpack packs $of", ({ voltage, current, word }) => {
		const frames = frameBytes([0, 0, voltage, current, 0, 0]);
		expect(unpack(engine, ALL, frames)).toEqual([0, word, 0]);
	});

	it("unpack keeps the order of the phases", () => {
		const frames = frameBytes([2048, 0, 0, 64, 4096, 128]);
		expect(unpack(engine, ALL, frames)).toEqual([262144, 1, 524290]);
	});

	it("unpack writes the requested frames and no other elements", () => {
		const script = unpackingScript("[9, 9, 9, 9, 9, 9, 9, 9]", "host.unpack(words, 1, 1, 2)");
		const frames = frameBytes([0, 1, 0, 2, 0, 3].map((sample) => sample * 64));
		const more = frameBytes([0, 4, 0, 5, 0, 6].map((sample) => sample * 64));
		const last = frameBytes([0, 7, 0, 8, 0, 10].map((sample) => sample * 64));
		const words = unpack(engine, script, Buffer.concat([frames, more, last]));
		expect(words).toEqual([9, 4, 5, 6, 7, 8, 10, 9]);
	});

	it.each([
		{ fault: "a frame too many", call: "host.unpack(words, 0, 0, 2)", says: "1 were delivered" },
		{
			fault: "a frame after the last",
			call: "host.unpack(words, 0, 1, 1)",
			says: "1 were delivered",
		},
		{ fault: "a negative frame", call: "host.unpack(words, 0, -1, 1)", says: "from frame -1" },
		{ fault: "a negative count", call: "host.unpack(words, 0, 0, -1)", says: "-1 frames" },
		{ fault: "a negative index", call: "host.unpack(words, -1, 0, 1)", says: "index -1" },
		{
			fault: "elements after the last",
			call: "host.unpack(words, 4, 0, 1)",
			says: "no element 6",
		},
		{
			fault: "an index far outside",
			call: "host.unpack(words, 715827880, 0, 1)",
			says: "no element",
		},
		{ fault: "an empty array", call: "host.unpack([], 0, 0, 1)", says: "no element 2" },
		{ fault: "no array", call: "host.unpack({}, 0, 0, 1)", says: "not a plain array" },
		{
			fault: "a typed array",
			call: "host.unpack(new Int32Array(6), 0, 0, 1)",
			says: "not a plain array",
		},
		{ fault: "a number", call: "host.unpack(6, 0, 0, 1)", says: "not a plain array" },
	])("unpack refuses $fault", ({ call, says }) => {
		const script = unpackingScript("[0, 0, 0, 0, 0, 0]", call);
		const { status, stderr } = runEngine(
			engine,
			script,
			framesMessage(frameBytes([0, 0, 0, 0, 0, 0])),
		);
		expect(stderr).toContain(says);
		expect(status).toBe(Exit.EXCEPTION);
	});

	it("unpack leaves the sequence number to the firmware, without a frame after it", () => {
		const script = `
			host.onMessage = (type, length) => {
				new Uint8Array(host.output).set(new Uint8Array(host.input, 0, 6));
				host.send(1, 6);
			};`;
		const before = encode(ToBoard.INPUT, [9, 9, 9, 9, 9, 9]);
		const { messages } = runEngine(
			engine,
			script,
			Buffer.concat([before, framesMessage(noise(36))]),
		);
		expect([...messages[1].payload]).toEqual([0x34, 0x12, 9, 9, 9, 9]);
	});

	it("unpack has frames only while FRAMES is delivered", () => {
		const script = unpackingScript("[0, 0, 0]", "if (type !== 2) host.unpack(words, 0, 0, 1)");
		const input = Buffer.concat([framesMessage(noise(18)), encode(ToBoard.INPUT, noise(18))]);
		const { status, stderr } = runEngine(engine, script, input);
		expect(stderr).toContain("0 were delivered");
		expect(status).toBe(Exit.EXCEPTION);
	});
});

it("unpack gives the same words on XS and on Node", () => {
	const frames = noise(200 * BYTES_PER_FRAME);
	const words = unpack("xs", ALL, frames);
	expect(words).toHaveLength(600);
	expect(new Set(words).size).toBeGreaterThan(590);
	expect(words).toEqual(unpack("node", ALL, frames));
});

it("unpack on XS refuses a hole, which would need memory", () => {
	const script = unpackingScript("[0, , 0]", "host.unpack(words, 0, 0, 1)");
	const { status, stderr } = runEngine("xs", script, framesMessage(noise(18)));
	expect(stderr).toContain("no element 2");
	expect(status).toBe(Exit.EXCEPTION);
});
