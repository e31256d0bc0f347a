/** The shipping driver of the flash chip, and its bus, on QEMU's own chip and controller. */
import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import NorFlash from "../../../boards/esp32s3/nor-flash.ts";
import SpiBus from "../../../boards/esp32s3/spi-bus.ts";
import { Subject } from "../../../lab/torture/subject.ts";
import { QemuNor } from "../../../testkit/qemu-nor.ts";

const FLASH_SELECT = 9;

/** The board that the bus's pins are wired to. */
const wired = vi.hoisted(() => ({ board: undefined as QemuNor | undefined }));

vi.mock("embedded:io/digital", () => ({
	default: class {
		static readonly Input = 0;
		static readonly Output = 8;
		write(level: 0 | 1) {
			wired.board?.select(level);
		}
	},
}));
vi.mock("embedded:io/spi", () => ({
	default: class {
		transfer(bytes: Uint8Array) {
			wired.board?.transfer(bytes);
		}
		write(bytes: Uint8Array) {
			wired.board?.transfer(bytes.slice());
		}
	},
}));

const image = join(tmpdir(), `ambit-nor-${process.pid}.img`);
const lines: string[] = [];

/** Starts the board with a chip of this model; the file keeps its contents. */
async function powerUp(model: string | undefined): Promise<void> {
	wired.board = await QemuNor.start(model, image);
}

async function powerDown(): Promise<void> {
	await wired.board?.close();
	wired.board = undefined;
}

function open(): NorFlash | undefined {
	const bus = new SpiBus({ port: 2, clock: 36, out: 35, in: 37, hz: 8_000_000 });
	return NorFlash.open(bus.device(FLASH_SELECT, 0));
}

function opened(): NorFlash {
	const flash = open();
	if (!flash) throw new Error("the chip is refused");
	return flash;
}

function readBack(flash: NorFlash, offset: number, length: number): Uint8Array {
	const buffer = new Uint8Array(length);
	flash.read(offset, buffer);
	return buffer;
}

const blank = (length: number): void => writeFileSync(image, Buffer.alloc(length, 0xff));

beforeEach(() => {
	lines.length = 0;
	vi.stubGlobal("trace", (line: string) => lines.push(line));
});
afterEach(async () => {
	vi.unstubAllGlobals();
	await powerDown();
});
afterAll(() => rmSync(image, { force: true }));

describe("the driver of the flash chip on QEMU's W25Q80", () => {
	let flash: NorFlash;

	beforeEach(async () => {
		blank(1024 * 1024);
		await powerUp("w25q80bl");
		flash = opened();
	});

	it("bytes programmed are read back after a cut, at the end of what is used too", async () => {
		const page = Uint8Array.from(randomBytes(256));
		const last = flash.byteLength - 256;
		expect(flash.program(0x1200, page)).toBe(true);
		expect(flash.program(last, page)).toBe(true);
		expect(flash.program(0x3fffe, Uint8Array.of(7))).toBe(true);
		await powerDown();
		await powerUp("w25q80bl");
		flash = opened();
		expect(readBack(flash, 0x1200, 256)).toEqual(page);
		expect(readBack(flash, last, 256)).toEqual(page);
		expect([...readBack(flash, 0x3fffd, 3)]).toEqual([0xff, 7, 0xff]);
		expect(lines).toEqual([]);
	});

	it("a program clears bits and sets none", () => {
		flash.program(0x100, Uint8Array.of(0xf0, 0x0f));
		flash.program(0x100, Uint8Array.of(0xaa, 0xff));
		expect([...readBack(flash, 0x100, 2)]).toEqual([0xa0, 0x0f]);
	});

	it("an erase sets the bytes of one sector and of no other", () => {
		for (const offset of [0x2fff, 0x3000, 0x3fff, 0x4000]) flash.program(offset, Uint8Array.of(0));
		flash.startErase(3);
		expect(flash.waitForErase()).toBe(true);
		const bytes = [0x2fff, 0x3000, 0x3fff, 0x4000].map((offset) => readBack(flash, offset, 1)[0]);
		expect(bytes).toEqual([0, 0xff, 0xff, 0]);
	});

	it("more than a page is read at once, from any address", () => {
		const bytes = Uint8Array.from(randomBytes(1024));
		for (let at = 0; at < 1024; at += 256) flash.program(0x8000 + at, bytes.subarray(at, at + 256));
		expect(readBack(flash, 0x8003, 1000)).toEqual(bytes.subarray(3, 1003));
	});
});

it("a whole meter on QEMU's W25Q80 keeps energy, settings and events over a cut", async () => {
	blank(1024 * 1024);
	await powerUp("w25q80bl");
	const before = new Subject(opened());
	before.write("ctRatio", 100_0005);
	// 34.5 kWh
	for (let i = 0; i < 100; i++)
		before.second({ active: [414_000, 414_000, 414_000], reactive: [0, 0, 0] });
	before.warn();
	await powerDown();
	await powerUp("w25q80bl");
	const after = new Subject(opened());
	expect(after.read("ctRatio")).toBe(100_0005);
	expect(after.read("totalActiveEnergy")).toBeGreaterThan(0);
	expect(after.read("totalActiveEnergy")).toBe(before.read("totalActiveEnergy"));
	expect(after.read("powerDownCounter")).toBe(before.read("powerDownCounter") + 1);
	expect(lines.filter((line) => line.startsWith("flash"))).toEqual([]);
});

it("a controller with no chip is reported in one line", async () => {
	await powerUp(undefined);
	expect(open()).toBeUndefined();
	expect(lines).toEqual(["flash: no chip answers; nothing is stored\n"]);
});

describe("another chip of QEMU's", () => {
	it.each([
		["w25q64", 8 * 1024 * 1024],
		["mx25l8005", 1024 * 1024],
	])("%s is used without a line", async (model, length) => {
		blank(length);
		await powerUp(model);
		expect(opened().program(0, Uint8Array.of(1))).toBe(true);
		expect(lines).toEqual([]);
	});

	it.each([
		["w25x20", 256 * 1024, "239,48,18"],
		["w25q256", 32 * 1024 * 1024, "239,64,25"],
	])("%s is refused in one line", async (model, length, numbers) => {
		blank(length);
		await powerUp(model);
		expect(open()).toBeUndefined();
		expect(lines).toEqual([`flash: ${numbers} is no chip of 512 KB to 16 MB; nothing is stored\n`]);
	});
});
