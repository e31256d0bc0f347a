import { mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { EmulatedLink } from "../../../bench/emulator/link.ts";
import { Layout, Window } from "../../../bench/emulator/window.ts";
import type { Wire } from "../../../bench/emulator/wire.ts";
import { MessageReader, message } from "../../../bench/meter/link.ts";
import { ToBench } from "../../../boards/virtual/link.ts";

/** A wire that ends in the test. */
class TestWire {
	onData: (bytes: Buffer) => void = () => {};
	write(): void {}
}

let directory: string;
let file: number;
let window: Window;
let bell: TestWire;
let rs485: TestWire;
let told: string[];
let written = 0;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "ambit-link-"));
	const path = join(directory, "window");
	window = new Window(path);
	file = openSync(path, "r+");
	written = 0;
	told = [];
	bell = new TestWire();
	rs485 = new TestWire();
	const wires = [bell, rs485, new TestWire()] as unknown as [Wire, Wire, Wire];
	const link = new EmulatedLink(window, ...wires);
	const reader = new MessageReader(
		(type, payload) => void told.push(`${type} ${payload.toString("hex")}`),
	);
	link.output.on("data", (bytes: Buffer) => reader.push(bytes));
});

afterEach(() => {
	window.close();
	rmSync(directory, { recursive: true });
});

/** The board puts a message into the window and rings. */
function say(type: number, hex: string): void {
	const bytes = message(type, Buffer.from(hex, "hex"));
	writeSync(file, bytes, 0, bytes.length, Layout.TO_BENCH_RING + written);
	written += bytes.length;
	const head = Buffer.alloc(4);
	head.writeUInt32LE(written);
	writeSync(file, head, 0, 4, Layout.TO_BENCH_HEAD);
	bell.onData(Buffer.from([1]));
}

/** Clock 7, RS-485, three characters. */
const WIRED = `07000000${"00"}0300`;

it("keeps what comes behind characters that are still on their way", async () => {
	say(ToBench.WIRED, WIRED);
	say(ToBench.BACKLIGHT, "070000000001");
	rs485.onData(Buffer.from("aa", "hex"));
	await expect.poll(() => told).toEqual([]);
	rs485.onData(Buffer.from("bbcc", "hex"));
	await expect
		.poll(() => told)
		.toEqual([`${ToBench.TRANSMIT} 0700000000aabbcc`, `${ToBench.BACKLIGHT} 070000000001`]);
});

it("does not wait for characters that a board has not sent when it restarted", async () => {
	say(ToBench.WIRED, WIRED);
	rs485.onData(Buffer.from("aa", "hex"));
	say(ToBench.RESTARTED, "5066756c6c");
	await expect.poll(() => told).toEqual([`${ToBench.RESTARTED} 5066756c6c`]);
	say(ToBench.WIRED, WIRED);
	rs485.onData(Buffer.from("ddeeff", "hex"));
	await expect.poll(() => told).toContain(`${ToBench.TRANSMIT} 0700000000ddeeff`);
});
