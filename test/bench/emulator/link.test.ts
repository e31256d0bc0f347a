import { mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { EmulatedLink } from "../../../bench/emulator/link.ts";
import { Layout, SharedMemory } from "../../../bench/emulator/shared-memory.ts";
import type { Wire } from "../../../bench/emulator/wire.ts";
import { message } from "../../../bench/meter/link.ts";
import { MessageReader } from "../../../bench/meter/link-engine.ts";
import { ToBench } from "../../../boards/virtual/link.ts";

/** A wire whose other end is the test. */
class TestWire {
	#hear: (bytes: Buffer) => void = () => {};

	listen(listener: (bytes: Buffer) => void): void {
		this.#hear = listener;
	}

	write(): void {}

	send(bytes: Buffer): void {
		this.#hear(bytes);
	}
}

let directory: string;
let file: number;
let memory: SharedMemory;
let bell: TestWire;
let rs485: TestWire;
let told: string[];
let written = 0;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "ambit-link-"));
	const path = join(directory, "window");
	memory = new SharedMemory(path);
	file = openSync(path, "r+");
	written = 0;
	told = [];
	bell = new TestWire();
	rs485 = new TestWire();
	const wires = [bell, rs485, new TestWire()] as unknown as [Wire, Wire, Wire];
	const link = new EmulatedLink(memory, ...wires);
	const reader = new MessageReader(
		(type, payload) => void told.push(`${type} ${payload.toString("hex")}`),
	);
	link.output.on("data", (bytes: Buffer) => reader.push(bytes));
});

afterEach(() => {
	memory.close();
	rmSync(directory, { recursive: true });
});

/** The board writes a message to the shared memory and rings. */
function say(type: number, hex: string): void {
	const bytes = message(type, Buffer.from(hex, "hex"));
	writeSync(file, bytes, 0, bytes.length, Layout.TO_BENCH_RING + written);
	written += bytes.length;
	const head = Buffer.alloc(4);
	head.writeUInt32LE(written);
	writeSync(file, head, 0, 4, Layout.TO_BENCH_HEAD);
	bell.send(Buffer.from([1]));
}

/** Clock 7, RS-485, three characters. */
const WIRED = `07000000${"00"}0300`;

it("keeps messages that come after characters still on their way", async () => {
	say(ToBench.WIRED, WIRED);
	say(ToBench.BACKLIGHT, "070000000001");
	rs485.send(Buffer.from("aa", "hex"));
	await expect.poll(() => told).toEqual([]);
	rs485.send(Buffer.from("bbcc", "hex"));
	await expect
		.poll(() => told)
		.toEqual([`${ToBench.TRANSMIT} 0700000000aabbcc`, `${ToBench.BACKLIGHT} 070000000001`]);
});

it("does not wait for characters that a board had not sent before it restarted", async () => {
	say(ToBench.WIRED, WIRED);
	rs485.send(Buffer.from("aa", "hex"));
	say(ToBench.RESTARTED, "5066756c6c");
	await expect.poll(() => told).toEqual([`${ToBench.RESTARTED} 5066756c6c`]);
	say(ToBench.WIRED, WIRED);
	rs485.send(Buffer.from("ddeeff", "hex"));
	await expect.poll(() => told).toContain(`${ToBench.TRANSMIT} 0700000000ddeeff`);
});
