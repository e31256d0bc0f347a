import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import * as link from "../../boards/virtual/link.ts";
import {
	decode,
	type EngineName,
	Exit,
	encode,
	engineCommand,
	type Message,
	runEngine,
	temporaryScript,
} from "../../testkit/run-engine.ts";

const ENGINES: EngineName[] = ["xs", "node"];
const CHILD_TIME_LIMIT_MS = 240_000;

/** Returns each message's payload as type + 1. */
const ECHO = `
	host.onMessage = (type, length) => {
		new Uint8Array(host.output).set(new Uint8Array(host.input, 0, length));
		host.send(type + 1, length);
	};`;

const INPUT = Buffer.concat([
	encode(0x10, [1, 2, 3]),
	encode(0x20),
	encode(0x30, Buffer.alloc(link.MAXIMUM_PAYLOAD, 0xa5)),
]);

function expectEcho(messages: Message[]) {
	expect(messages.map(({ type }) => type)).toEqual([0x11, 0x21, 0x31]);
	expect([...messages[0].payload]).toEqual([1, 2, 3]);
	expect(messages[1].payload).toHaveLength(0);
	expect(messages[2].payload.equals(Buffer.alloc(link.MAXIMUM_PAYLOAD, 0xa5))).toBe(true);
}

/** Sends the engine its input a byte at a time. */
async function echoByteByByte(command: readonly string[]): Promise<Buffer> {
	const [program, ...args] = command;
	const child = spawn(program, args, {
		stdio: ["pipe", "pipe", "inherit"],
		timeout: CHILD_TIME_LIMIT_MS,
	});
	const chunks: Buffer[] = [];
	child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
	const closed = once(child, "close");
	for (const byte of INPUT)
		await new Promise((resolve) => child.stdin.write(Buffer.from([byte]), resolve));
	child.stdin.end();
	await closed;
	return Buffer.concat(chunks);
}

describe.each(ENGINES)("the link on %s", (engine) => {
	it("the link delivers each message with its payload and sends the answers in order", () => {
		const { status, messages, stderr } = runEngine(engine, ECHO, INPUT);
		expect(stderr).toBe("");
		expect(status).toBe(Exit.CLEAN);
		expectEcho(messages);
	});

	it("the link accepts messages in pieces", async () => {
		const { path, remove } = temporaryScript(ECHO);
		const output = await echoByteByByte([...engineCommand(engine), path]).finally(remove);
		expectEcho(decode(output));
	});

	it("the engine runs the promise jobs of a message before the next message", () => {
		const script = `
			host.onMessage = (type) => {
				host.send(type, 0);
				Promise.resolve().then(() => Promise.resolve()).then(() => host.send(type + 1, 0));
			};`;
		const { messages } = runEngine(engine, script, Buffer.concat([encode(0x10), encode(0x20)]));
		expect(messages.map(({ type }) => type)).toEqual([0x10, 0x11, 0x20, 0x21]);
	});

	describe("host.exchange", () => {
		/**
		 * On message 0x20 asks with 0x88 for 0x08, reports the result, and returns message 0x20 as it
		 * is then.
		 */
		const ASK = `
			const [input, output] = [new Uint8Array(host.input), new Uint8Array(host.output)];
			const echo = (type, length) => {
				output.set(input.subarray(0, length));
				host.send(type + 1, length);
			};
			host.onMessage = (type, length) => {
				if (type === 0x20) {
					output.set([7, 8]);
					host.send(0x7f, host.exchange(0x88, 2, 0x08));
				}
				echo(type, length);
			};`;

		it("exchange() waits for its answer and keeps all other messages for later, in order", () => {
			const full = Buffer.alloc(link.MAXIMUM_PAYLOAD, 0x5a);
			const input = [
				encode(0x20, [1, 2, 3]),
				encode(0x30, full),
				encode(0x40, [4]),
				encode(0x08, [9, 9, 9, 9]),
				encode(0x50, [5]),
			];
			const { status, messages, stderr } = runEngine(engine, ASK, Buffer.concat(input));
			expect([stderr, status]).toEqual(["", Exit.CLEAN]);
			expect(messages.map(({ type, payload }) => [type, payload.length])).toEqual([
				[0x88, 2],
				[0x7f, 4],
				[0x21, 3],
				[0x31, link.MAXIMUM_PAYLOAD],
				[0x41, 1],
				[0x51, 1],
			]);
			expect([...messages[0].payload]).toEqual([7, 8]);
			expect([...messages[1].payload]).toEqual([9, 9, 9, 9]);
			expect([...messages[2].payload]).toEqual([1, 2, 3]);
			expect(full.equals(messages[3].payload)).toBe(true);
		});

		it("exchange() leaves the frames of the message being delivered untouched", () => {
			const script = `
				const samples = [0, 0, 0, 0, 0, 0];
				host.onMessage = (type) => {
					if (type !== 0x02) return;
					host.exchange(0x88, 0, 0x08);
					host.unpack(samples, 0, 0, 1);
					new Int32Array(host.output).set(samples);
					host.send(0x90, 24);
				};`;
			const frame = [0, 0, 0x40, 0, 0, 0x20, ...new Array(12).fill(0)];
			const others = Array.from({ length: 6 }, () => encode(0x30, Buffer.alloc(4000, 0xff)));
			const input = [encode(0x02, [0, 0, ...frame]), ...others, encode(0x08)];
			const { messages } = runEngine(engine, script, Buffer.concat(input));
			const { payload = Buffer.alloc(0) } = messages.at(-1) ?? {};
			expect([payload.readInt32LE(0), payload.readInt32LE(4)]).toEqual([4_194_304, 2_097_152]);
		});

		it("exchange() works a thousand times while other messages wait", () => {
			const script = `
				host.onMessage = (type) => {
					if (type === 0x20) for (let i = 0; i < 1000; i++) host.exchange(0x88, 0, 0x08);
					host.send(type + 1, 0);
				};`;
			const answers = Array.from({ length: 1000 }, () => encode(0x08, Buffer.alloc(4000)));
			const input = [encode(0x20), encode(0x30, Buffer.alloc(4000)), encode(0x40), ...answers];
			const { status, messages, stderr } = runEngine(engine, script, Buffer.concat(input));
			expect([stderr, status]).toEqual(["", Exit.CLEAN]);
			expect(messages.slice(1000).map(({ type }) => type)).toEqual([0x21, 0x31, 0x41]);
		});

		it("exchange() lets at least 126 973 bytes arrive, which docs/engine.md says of XS", () => {
			const script =
				"host.onMessage = (type) => { if (type === 0x20) host.exchange(0x88, 0, 0x08); };";
			/** Messages of that many bytes in all. */
			const messages = (bytes: number): Buffer[] => {
				const longest = link.HEADER_LENGTH + link.MAXIMUM_PAYLOAD;
				const length =
					bytes - longest < link.HEADER_LENGTH ? Math.min(bytes, longest / 2) : longest;
				if (bytes === 0) return [];
				const payload = Buffer.alloc(Math.floor(length) - link.HEADER_LENGTH);
				return [encode(0x30, payload), ...messages(bytes - Math.floor(length))];
			};
			// The worst place in the buffer: half of it was used, and the message is the longest.
			const before = [...messages(128 * 1024), encode(0x20, Buffer.alloc(link.MAXIMUM_PAYLOAD))];
			const ended = (bytes: number) => {
				const answer = encode(0x08);
				const meanwhile = messages(bytes - answer.length);
				return runEngine(engine, script, Buffer.concat([...before, ...meanwhile, answer]));
			};
			expect(ended(126_973).status).toBe(Exit.CLEAN);
			if (engine === "xs")
				expect(ended(126_974).stderr).toMatch("too much arrived before an answer");
		});

		it("exchange() ends the engine if the input ends before the answer", () => {
			const { status, stderr } = runEngine(engine, ASK, encode(0x20));
			expect(stderr).toMatch(/link: the input ended before answer 0x0?8/);
			expect(status).toBe(Exit.LINK);
		});
	});

	it("the engine ends cleanly when the input ends", () => {
		expect(runEngine(engine, ECHO).status).toBe(Exit.CLEAN);
	});

	it("trace() sends its arguments one after the other in UTF-8", () => {
		const { messages } = runEngine(
			engine,
			`trace("t=", 1.5, " ", null, " Ω 😀 ", "\\ud800", "\\u0000");`,
		);
		expect(messages[0].type).toBe(link.ToBench.TRACE);
		expect(messages[0].payload.toString("hex")).toBe(
			Buffer.from("t=1.5 null Ω 😀 \uFFFD\u0000").toString("hex"),
		);
	});

	it("trace() cuts a long text after a whole character", () => {
		const { messages } = runEngine(
			engine,
			`trace("a".repeat(${link.MAXIMUM_PAYLOAD - 1}), "Ω", "b");`,
		);
		expect(messages[0].payload.toString()).toBe("a".repeat(link.MAXIMUM_PAYLOAD - 1));
	});

	it("send() appends an array, or a part of it, to the output's bytes", () => {
		const script = `
			new Uint8Array(host.output).set([1, 2]);
			const bytes = Uint8Array.of(0, 3, 4, 5, 6).subarray(1);
			host.send(0x10, 2, bytes);
			host.send(0x11, 1, bytes, 1, 2);
			host.send(0x12, 0, bytes, 4, 0);
			host.send(0x13, 0, bytes, 0, 4);`;
		const { messages, stderr } = runEngine(engine, script);
		expect(stderr).toBe("");
		expect(messages.map(({ payload }) => [...payload])).toEqual([
			[1, 2, 3, 4, 5, 6],
			[1, 4, 5],
			[],
			[3, 4, 5, 6],
		]);
	});

	it.each([
		{ fault: "from before an array", part: "0, bytes, -1, 2" },
		{ fault: "of a negative number", part: "0, bytes, 1, -1" },
		{ fault: "after the end of an array", part: "0, bytes, 3, 2" },
		{ fault: "from beyond an array", part: "0, bytes, 5, 0" },
		{ fault: "without a number", part: "0, bytes, 1" },
		{ fault: "beyond the longest payload", part: `${link.MAXIMUM_PAYLOAD - 1}, bytes, 0, 2` },
	])("send() refuses bytes $fault", ({ part }) => {
		const script = `const bytes = new Uint8Array(4); host.send(1, ${part});`;
		const { status, messages, stderr } = runEngine(engine, script);
		expect(messages).toEqual([]);
		expect(stderr).toMatch(/(Range|Type)Error: (send: |offset)/);
		expect(status).toBe(Exit.EXCEPTION);
	});

	it.each([
		{ fault: "a type above 255", call: "host.send(256, 0)" },
		{ fault: "a negative type", call: "host.send(-1, 0)" },
		{ fault: "a length above the maximum", call: "host.send(1, 4097)" },
		{ fault: "a negative length", call: "host.send(1, -1)" },
		{ fault: "an exchange that is too long", call: "host.exchange(1, 4097, 2)" },
		{ fault: "an answer's type above 255", call: "host.exchange(1, 0, 256)" },
	])("send() refuses $fault", ({ call }) => {
		const { status, messages, stderr } = runEngine(engine, call);
		expect(messages).toEqual([]);
		expect(stderr).toMatch(/RangeError: (send|exchange): (answer )?(type|length)/);
		expect(status).toBe(Exit.EXCEPTION);
	});

	it.each([
		{
			fault: "an oversize length",
			input: [0x03, 0x01, 0x10, 0],
			says: "of 4097 bytes, at most 4096",
		},
		{ fault: "a truncated header", input: [0x03, 0x01], says: "ended inside a message" },
		{ fault: "a truncated payload", input: [0x03, 0x02, 0x00, 0x01], says: "ended inside" },
		{
			fault: "a broken frame",
			input: [0x02, 0x13, 0x00, ...new Array(19).fill(0)],
			says: "FRAMES of 19",
		},
		{ fault: "frames without a sequence", input: [0x02, 0x01, 0x00, 0], says: "FRAMES of 1 bytes" },
	])("the engine ends at $fault", ({ input, says }) => {
		const { status, messages, stderr } = runEngine(
			engine,
			ECHO,
			Buffer.concat([encode(0x10), Uint8Array.from(input)]),
		);
		expect(messages.map(({ type }) => type)).toEqual([0x11]);
		expect(stderr).toContain(says);
		expect(stderr.trim().split("\n")).toHaveLength(1);
		expect(status).toBe(Exit.LINK);
	});
});
