import { describe, expect, it } from "vitest";
import { BYTES_PER_FRAME, ToBoard } from "../../boards/virtual/link.ts";
import { type EngineName, Exit, encode, runEngine } from "../../testkit/run-engine.ts";

const ENGINES: EngineName[] = ["xs", "node"];

/** Unpacks a FRAMES message and returns as many elements of `samples`. */
function unpackingScript(samples: string, call: string): string {
	return `(() => {
		"use strict";
		const samples = ${samples};
		const view = new DataView(host.output);
		host.onMessage = (type, length) => {
			const frames = (length - 2) / ${BYTES_PER_FRAME};
			${call};
			samples.forEach((sample, index) => view.setInt32(4 * index, sample, true));
			host.send(1, 4 * samples.length);
		};
	})();`;
}

const ALL = unpackingScript(
	"new Array(1020).fill(7)",
	"host.unpack(samples, 0, 0, frames); samples.length = 6 * frames",
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
		{ of: "nothing", samples: [0, 0] },
		{ of: "the least ones", samples: [1, -1] },
		{ of: "three different bytes", samples: [0x123456, -0x123456] },
		{ of: "the highest", samples: [8388607, 8388607] },
		{ of: "the lowest", samples: [-8388608, -8388608] },
	])("unpack makes samples of $of", ({ samples }) => {
		const frame = [0, 0, ...samples, 0, 0];
		expect(unpack(engine, ALL, frameBytes(frame))).toEqual(frame);
	});

	it("unpack writes the requested frames and no other elements", () => {
		const script = unpackingScript("new Array(14).fill(9)", "host.unpack(samples, 1, 1, 2)");
		const frames = frameBytes(Array.from({ length: 24 }, (_, i) => 100 + i));
		const samples = unpack(engine, script, frames);
		expect(samples).toEqual([9, ...Array.from({ length: 12 }, (_, i) => 106 + i), 9]);
	});

	it.each([
		{ fault: "a frame too many", call: "host.unpack(samples, 0, 0, 2)", says: "1 were delivered" },
		{
			fault: "a frame after the last",
			call: "host.unpack(samples, 0, 1, 1)",
			says: "1 were delivered",
		},
		{ fault: "a negative frame", call: "host.unpack(samples, 0, -1, 1)", says: "from frame -1" },
		{ fault: "a negative count", call: "host.unpack(samples, 0, 0, -1)", says: "-1 frames" },
		{ fault: "a negative index", call: "host.unpack(samples, -1, 0, 1)", says: "index -1" },
		{
			fault: "elements after the last",
			call: "host.unpack(samples, 1, 0, 1)",
			says: "no element 6",
		},
		{
			fault: "an index far outside",
			call: "host.unpack(samples, 715827880, 0, 1)",
			says: "no element",
		},
		{ fault: "an empty array", call: "host.unpack([], 0, 0, 1)", says: "no element 5" },
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
		const script = unpackingScript(
			"[0, 0, 0, 0, 0, 0]",
			"if (type !== 2) host.unpack(samples, 0, 0, 1)",
		);
		const input = Buffer.concat([framesMessage(noise(18)), encode(ToBoard.INPUT, noise(18))]);
		const { status, stderr } = runEngine(engine, script, input);
		expect(stderr).toContain("0 were delivered");
		expect(status).toBe(Exit.EXCEPTION);
	});
});

it("unpack gives the same samples on XS and on Node", () => {
	const frames = noise(170 * BYTES_PER_FRAME);
	const samples = unpack("xs", ALL, frames);
	expect(samples).toHaveLength(1020);
	expect(new Set(samples).size).toBeGreaterThan(950);
	expect(samples).toEqual(unpack("node", ALL, frames));
});

it("unpack on XS refuses a hole, which would need memory", () => {
	const script = unpackingScript("[0, 0, 0, 0, , 0]", "host.unpack(samples, 0, 0, 1)");
	const { status, stderr } = runEngine("xs", script, framesMessage(noise(18)));
	expect(stderr).toContain("no element 5");
	expect(status).toBe(Exit.EXCEPTION);
});
