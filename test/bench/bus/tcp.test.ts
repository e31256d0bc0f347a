import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { SerialLine } from "../../../bench/bus/line.ts";
import { MBUS } from "../../../bench/bus/mbus.ts";
import { listenModbusTcp, mbapBytes } from "../../../bench/bus/modbus-tcp.ts";
import type { Protocol } from "../../../bench/bus/protocol.ts";
import { listenRaw } from "../../../bench/bus/raw-tcp.ts";
import { RTU, rtuFrame } from "../../../bench/bus/rtu.ts";
import { addressOf, type Listening } from "../../../bench/bus/tcp.ts";
import { FakeLineMeter } from "../../../testkit/line-meter.ts";

/** REQ_UD2 to `address`. */
const request = (address: number): Uint8Array =>
	Uint8Array.of(0x10, 0x5b, address, (0x5b + address) & 0xff, 0x16);
const ACKNOWLEDGE = Uint8Array.of(0xe5);

const open: { close(): unknown }[] = [];

afterEach(async () => {
	for (const each of open.splice(0).reverse()) await each.close();
});

it("a service's address has its port apart from the colons of IPv6", () => {
	expect([addressOf("127.0.0.1", 80), addressOf("::1", 80)]).toEqual(["127.0.0.1:80", "[::1]:80"]);
});

async function serve(
	protocol: Protocol,
	listen: (line: SerialLine) => Promise<Listening>,
): Promise<{ meter: FakeLineMeter; port: number }> {
	const meter = new FakeLineMeter();
	meter.hurried = true;
	meter.settings = protocol.initial;
	const listening = await listen(new SerialLine(protocol, [meter]));
	open.push(listening);
	return { meter, port: listening.port };
}

const serveMbus = () => serve(MBUS, (line) => listenRaw("--mbus", line, "127.0.0.1", 0));
const serveRtu = () => serve(RTU, (line) => listenRaw("--modbus-rtu", line, "127.0.0.1", 0));
const serveTcp = () => serve(RTU, (line) => listenModbusTcp(line, "127.0.0.1", 0));

async function client(port: number): Promise<{ socket: Socket; heard: () => Buffer }> {
	const socket = connect(port, "127.0.0.1").setNoDelay(true);
	let bytes = Buffer.alloc(0);
	socket.on("data", (chunk: Buffer) => {
		bytes = Buffer.concat([bytes, chunk]);
	});
	open.push({ close: () => socket.destroy() });
	await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
	return { socket, heard: () => bytes };
}

/** Resolves when the server, too, has closed the connection. */
const closed = (socket: Socket): Promise<unknown> =>
	new Promise((resolve) => socket.once("close", resolve));

const texts = (meter: FakeLineMeter): string[] => meter.received.map(({ text }) => text);

/** Longer than a meter may take to begin its answer, and the silence after it. */
const LONG_FRAMES = 2000;

it("a client that comes before its service opens is served once it does", async () => {
	let opens = (): void => {};
	const opened = new Promise<void>((resolve) => {
		opens = resolve;
	});
	const { meter, port } = await serve(MBUS, (line) =>
		listenRaw("--mbus", line, "127.0.0.1", 0, opened),
	);
	const waiting = await client(port);
	waiting.socket.write(request(1));
	// The process serves others meanwhile: what came before would have been heard by now.
	const other = await serveMbus();
	const { socket } = await client(other.port);
	socket.write(request(3));
	await expect.poll(() => other.meter.received.length).toBe(1);
	expect(texts(meter)).toEqual([]);
	opens();
	await expect.poll(() => meter.received.length).toBe(1);
	expect(texts(meter)).toEqual([Buffer.from(request(1)).toString("latin1")]);
	meter.transmit(ACKNOWLEDGE);
	await expect.poll(waiting.heard).toEqual(Buffer.from(ACKNOWLEDGE));
});

describe("a client that has closed its connection", () => {
	/** One client on the wire, and three hundred that have asked after it and are gone. */
	async function abandoned() {
		const { meter, port } = await serveMbus();
		const first = await client(port);
		first.socket.write(request(1));
		await expect.poll(() => meter.received.length).toBe(1);
		const ends = await Promise.all(
			Array.from({ length: 300 }, async () => {
				const { socket } = await client(port);
				const end = new Promise((resolve) => socket.once("end", resolve));
				socket.end(request(2));
				return { end };
			}),
		);
		// The server reads what came before: when it has closed this one, it has read the others.
		const last = await client(port);
		const end = closed(last.socket);
		last.socket.write("GET / HTTP/1.1\r\n\r\n");
		await end;
		return { meter, port, first, ends };
	}

	it("three hundred that asked do not make the next one wait", async () => {
		const { meter, port, first } = await abandoned();
		const next = await client(port);
		next.socket.write(request(3));
		await expect.poll(() => next.socket.bytesWritten).toBe(5);
		meter.transmit(ACKNOWLEDGE);
		await expect.poll(() => first.heard()).toEqual(Buffer.from(ACKNOWLEDGE));
		await expect
			.poll(() => {
				meter.pass(200);
				return meter.received.length;
			})
			.toBeGreaterThan(1);
		expect(meter.received[1]?.text).toBe(Buffer.from(request(3)).toString("latin1"));
	});

	it("what it asked leaves the line for good two seconds later", async () => {
		vi.useFakeTimers({ toFake: ["performance"] });
		try {
			const { meter, ends } = await abandoned();
			vi.advanceTimersByTime(2001);
			meter.pass(LONG_FRAMES);
			await Promise.all(ends.map(({ end }) => end));
			meter.pass(10 * LONG_FRAMES);
			expect(meter.received).toHaveLength(1);
		} finally {
			vi.useRealTimers();
		}
	});

	it("is answered in its turn if it has only closed its side", async () => {
		const { meter, port } = await serveMbus();
		const clients = await Promise.all([client(port), client(port)]);
		const ends = clients.map(({ socket }) => closed(socket));
		for (const { socket } of clients) socket.end(request(1));
		for (const turn of [1, 2]) {
			await expect
				.poll(() => {
					meter.pass(20);
					return meter.received.length;
				})
				.toBe(turn);
			meter.transmit(ACKNOWLEDGE);
		}
		await Promise.all(ends);
		for (const { heard } of clients) expect(heard()).toEqual(Buffer.from(ACKNOWLEDGE));
	});

	it("of Modbus TCP is answered all that it asked, however long its turns are", async () => {
		vi.useFakeTimers({ toFake: ["performance"] });
		try {
			const { meter, port } = await serveTcp();
			const pdu = Uint8Array.of(7);
			const all = [1, 2, 3].map((transaction) => mbapBytes({ transaction, unit: 1, pdu }));
			const { socket, heard } = await client(port);
			const end = closed(socket);
			socket.end(Buffer.concat(all));
			for (const turn of [1, 2, 3]) {
				await expect
					.poll(() => {
						meter.pass(20);
						return meter.received.length;
					})
					.toBe(turn);
				vi.advanceTimersByTime(2001);
				meter.transmit(rtuFrame(1, Uint8Array.of(7, turn)));
			}
			await end;
			const answers = [1, 2, 3].map((turn) =>
				mbapBytes({ transaction: turn, unit: 1, pdu: Uint8Array.of(7, turn) }),
			);
			expect(heard()).toEqual(Buffer.concat(answers));
		} finally {
			vi.useRealTimers();
		}
	});
});

describe("a web page that opens a raw port", () => {
	/** Writes 401F: the CT ratio becomes 9995/5. */
	const WRITE = Buffer.from(rtuFrame(1, Buffer.from("10401f00020499950005", "hex")));

	/** The request of Chromium for `fetch(url, {method: "POST", mode: "no-cors", body})`. */
	const post = (body: Buffer): Buffer => {
		const head =
			"POST / HTTP/1.1\r\nHost: 127.0.0.1:5020\r\nConnection: keep-alive\r\n" +
			`Content-Length: ${body.length}\r\nsec-ch-ua-platform: "Linux"\r\n` +
			"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\r\n" +
			"Content-Type: text/plain;charset=UTF-8\r\nAccept: */*\r\n" +
			"Origin: http://evil.test:38999\r\nSec-Fetch-Mode: no-cors\r\n\r\n";
		return Buffer.concat([Buffer.from(head), body]);
	};

	it("is cut off before a byte of its request has reached a meter", async () => {
		const { meter, port } = await serveRtu();
		for (const padding of [0, 1024 - post(Buffer.alloc(0)).length]) {
			const { socket } = await client(port);
			const end = closed(socket);
			socket.write(post(Buffer.concat([Buffer.alloc(padding, "x"), WRITE])));
			await end;
		}
		meter.pass(LONG_FRAMES);
		expect(texts(meter)).toEqual([]);
	});

	it.each([256, 257, 1023, 1024, 1025, 2048, 4096, 65_536])(
		"would not get a write through after %d bytes, spoke it another protocol",
		async (padding) => {
			const { meter, port } = await serveRtu();
			const { socket } = await client(port);
			socket.write(Buffer.concat([Buffer.alloc(padding, "x"), WRITE]));
			await expect.poll(() => meter.received.length).toBe(1);
			// Another client's turn shows that the first one's bytes have been read.
			const other = await client(port);
			other.socket.write(rtuFrame(1, Uint8Array.of(7)));
			await expect
				.poll(() => {
					meter.pass(200);
					return texts(meter).includes(
						Buffer.from(rtuFrame(1, Uint8Array.of(7))).toString("latin1"),
					);
				})
				.toBe(true);
			meter.pass(LONG_FRAMES);
			const pieces = texts(meter).filter((text) => text.includes(WRITE.toString("latin1")));
			expect(pieces).toEqual([]);
			expect(texts(meter)[0]).toBe(
				"x".repeat(257).slice(0, padding) + (padding < 257 ? "\x01" : ""),
			);
		},
	);
});
