import { describe, expect, it } from "vitest";
import { ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { type EngineName, Exit, encode, type Run, runEngine } from "../../testkit/run-engine.ts";

const ENGINES: EngineName[] = ["xs", "node"];
const STATS = encode(ToBoard.STATS);

/** The figures of each STATS answer, named as in link.ts. */
function statsOf({ messages }: Run) {
	return messages
		.filter(({ type }) => type === ToBench.STATS)
		.map(({ payload }) => {
			expect(payload).toHaveLength(40);
			const [byteCodes, heap, peakHeap, slots, chunkBytes] = [0, 8, 16, 24, 32].map((at) =>
				payload.readDoubleLE(at),
			);
			return { byteCodes, heap, peakHeap, slots, chunkBytes };
		});
}

function repeat(message: Buffer, times: number): Buffer {
	return Buffer.concat(new Array<Buffer>(times).fill(message));
}

describe("statistics on xs", () => {
	const COUNTING = `let sum = 0;
		host.onMessage = (type, length) => { for (let i = 0; i < length; i++) sum += i; };`;
	const input = Buffer.concat([
		STATS,
		encode(0x10),
		STATS,
		encode(0x10, new Uint8Array(100)),
		STATS,
		STATS,
	]);

	it("XS counts the same byte codes at each run", () => {
		const first = statsOf(runEngine("xs", COUNTING, input));
		expect(first).toHaveLength(4);
		expect(statsOf(runEngine("xs", COUNTING, input))).toEqual(first);
	});

	it("XS counts a message's byte codes, and none for STATS", () => {
		const [start, empty, hundred, again] = statsOf(runEngine("xs", COUNTING, input)).map(
			({ byteCodes }) => byteCodes,
		);
		expect(start).toBeGreaterThan(0);
		// Each pass compares, adds and counts: a handful of byte codes, and always the same.
		const extra = hundred - empty - (empty - start);
		expect(extra % 100).toBe(0);
		expect(extra / 100).toBeGreaterThan(5);
		expect(extra / 100).toBeLessThan(20);
		expect(again).toBe(hundred);
	});

	it("XS counts byte codes beyond 32 bits", () => {
		// XS counts ten for each element that copyWithin moves, so this is quick.
		const script = `
			const list = new Array(8001).fill(0);
			host.onMessage = () => { for (let i = 0; i < 10000; i++) list.copyWithin(0, 1); };`;
		const message = encode(0x10);
		const input = Buffer.concat([STATS, message, STATS, repeat(message, 6), STATS]);
		const [start, one, seven] = statsOf(runEngine("xs", script, input)).map(
			({ byteCodes }) => byteCodes,
		);
		expect(7 * (one - start)).toBeGreaterThan(2 ** 32);
		expect(seven - start).toBe(7 * (one - start));
	});

	it("the firmware does not see messages STATS", () => {
		const { status, messages } = runEngine("xs", `host.onMessage = () => { throw 1; };`, STATS);
		expect(messages.map(({ type }) => type)).toEqual([ToBench.STATS]);
		expect(status).toBe(Exit.CLEAN);
	});

	it("XS reports a heap of 32-byte slots and chunks", () => {
		const [{ heap, peakHeap, slots, chunkBytes }] = statsOf(runEngine("xs", COUNTING, STATS));
		expect(heap).toBe(slots * 32 + chunkBytes);
		expect(peakHeap).toBeGreaterThanOrEqual(heap);
		expect(chunkBytes).toBeGreaterThan(2 * 4096);
	});
});

it("engine node reports heap figures and no byte codes", () => {
	const [{ byteCodes, heap, peakHeap }] = statsOf(runEngine("node", "", STATS));
	expect(byteCodes).toBe(0);
	expect(heap).toBeGreaterThan(1e6);
	expect(peakHeap).toBeGreaterThanOrEqual(heap);
});

describe("the heap of xs", () => {
	const frames = encode(ToBoard.FRAMES, new Uint8Array(20));

	it("the heap of XS does not grow by a byte when messages are unpacked and answered", () => {
		const script = `
			const samples = [0, 0, 0, 0, 0, 0];
			const view = new DataView(host.output);
			host.onMessage = (type, length) => {
				host.unpack(samples, 0, 0, 1);
				view.setUint32(0, length, true);
				host.send(0x82, 4);
			};`;
		const input = Buffer.concat([frames, STATS, repeat(frames, 100_000), STATS]);
		const [before, after] = statsOf(runEngine("xs", script, input));
		expect({ ...after, byteCodes: 0 }).toEqual({ ...before, byteCodes: 0 });
	});

	it("XS collects the garbage that messages leave", () => {
		const script = `host.onMessage = () => {
			Promise.resolve([1, 2, 3]).then((list) => list.join()); };`;
		const input = Buffer.concat([repeat(frames, 100_000), STATS]);
		const run = runEngine("xs", script, input);
		expect(run.stderr).toBe("");
		expect(statsOf(run)[0].slots).toBeLessThanOrEqual(40960);
	});

	it.each([
		{ of: "slots", script: "const list = []; for (;;) list.push({});", says: "of 40960 slots" },
		{ of: "chunks", script: `let text = "x"; for (;;) text += text;`, says: "of 1048576 bytes" },
		{ of: "one huge chunk", script: "new ArrayBuffer(0x7fffffff);", says: "heap full" },
		{
			of: "names",
			script: `const o = {}; for (let i = 0; ; i++) o["k" + i] = 0;`,
			says: "property names",
		},
	])("XS ends when its heap is full of $of", ({ script, says }) => {
		const { status, stderr } = runEngine("xs", script);
		expect(stderr).toContain(says);
		expect(stderr.trim().split("\n")).toHaveLength(1);
		expect(status).toBe(Exit.HEAP);
	});
});

describe("the stack of xs", () => {
	it.each([
		{ of: "calls", script: "function f() { return f() + 1; } f();" },
		{ of: "calls through the engine", script: "const f = () => [1].map(f); f();" },
		{
			of: "nested data",
			script: "let a = []; for (let i = 0; i < 3000; i++) a = [a]; JSON.stringify(a);",
		},
	])("XS ends when its heap is full of $of", ({ script }) => {
		const { status, stderr } = runEngine("xs", script);
		expect(stderr).toContain("stack overflow");
		expect(status).toBe(Exit.STACK);
	});

	it("the stack of XS holds a hundred nested calls", () => {
		const { messages } = runEngine(
			"xs",
			"function f(n) { return n ? f(n - 1) + 1 : 0; } trace(f(100));",
		);
		expect(messages[0].payload.toString()).toBe("100");
	});
});

describe("the byte-code limit of xs", () => {
	it.each([
		{ in: "the bundle", script: "for (;;);", input: Buffer.alloc(0) },
		{ in: "a message", script: "host.onMessage = () => { for (;;); };", input: encode(0x10) },
		{
			in: "a promise job",
			script: "host.onMessage = () => { Promise.resolve().then(() => { for (;;); }); };",
			input: encode(0x10),
		},
		{
			in: "promise jobs without end",
			script: "const f = () => { Promise.resolve().then(f); }; host.onMessage = f;",
			input: encode(0x10),
		},
		{
			in: "a regular expression",
			script: `host.onMessage = () => /(x+x+)+y/.test("x".repeat(100));`,
			input: encode(0x10),
		},
	])("the byte-code limit ends an endless loop in $in", ({ script, input }) => {
		const { status, stderr } = runEngine("xs", script, input, ["--limit", "1000000"]);
		expect(stderr).toContain("more than 1000000 byte codes for one message");
		expect(status).toBe(Exit.BYTE_CODES);
	});

	it("the byte-code limit counts each message by itself", () => {
		const script = "host.onMessage = () => { for (let i = 0; i < 5000; i++); };";
		const { status } = runEngine("xs", script, repeat(encode(0x10), 1000), ["--limit", "100000"]);
		expect(status).toBe(Exit.CLEAN);
	});

	it.each(["0", "-1", "2000000001", "1e6", "99999999999999999999", ""])(
		"XS refuses the option --limit %s",
		(limit) => {
			const { status, stderr } = runEngine("xs", "", Buffer.alloc(0), ["--limit", limit]);
			expect(stderr).toContain("--limit");
			expect(status).toBe(Exit.USAGE);
		},
	);
});

describe.each(ENGINES)("exceptions on %s", (engine) => {
	it.each([
		{ of: "the bundle", script: `throw new RangeError("too far");`, says: "RangeError: too far" },
		{
			of: "onMessage",
			script: `host.onMessage = function deliver() { throw new Error("no way"); };`,
			says: /Error: no way.* at .*deliver/,
		},
		{ of: "no Error at all", script: "throw 42;", says: "42" },
		{
			of: "a promise job",
			script: `Promise.resolve().then(() => { throw new Error("later"); });`,
			says: "unhandled rejection: Error: later",
		},
		{ of: "bad syntax", script: "let a = 1;\nlet b = ;\n", says: /bundle\.js:2\b.*SyntaxError/ },
		{ of: "a bundle that sets no onMessage", script: "", says: /TypeError: .*function/ },
	])("an exception of $of ends the engine with one line", ({ script, says }) => {
		const { status, stderr } = runEngine(engine, script, encode(0x10));
		expect(stderr).toMatch(says);
		expect(stderr.trim().split("\n")).toHaveLength(1);
		expect(status).toBe(Exit.EXCEPTION);
	});

	it("an exception does not lose messages sent before it", () => {
		const script = `host.onMessage = () => { host.send(0x10, 2); throw new Error("then"); };`;
		const { messages } = runEngine(engine, script, encode(0x10));
		expect(messages).toEqual([{ type: 0x10, payload: Buffer.alloc(2) }]);
	});

	it("a caught exception does not end the engine", () => {
		const script = `Promise.reject(new Error("x")).catch(() => trace("caught"));`;
		const { status, messages } = runEngine(engine, script);
		expect(messages[0].payload.toString()).toBe("caught");
		expect(status).toBe(Exit.CLEAN);
	});

	it("a missing bundle has an exit code of its own", () => {
		const { status, stderr } = runEngine(engine, "", Buffer.alloc(0), ["/nowhere/bundle.js"]);
		expect(stderr).toContain("usage");
		expect(status).toBe(Exit.USAGE);
	});
});
