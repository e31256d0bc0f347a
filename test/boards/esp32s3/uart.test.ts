import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileNative, runNative } from "../compile-native.ts";

/** A character of 11 bits at 115 200 baud, in the harness's whole µs. */
const CHARACTER_US = 95;

/** Silence inside a Modbus frame that breaks it at this rate (2.5.1.1). */
const T15_US = 750;

interface Piece {
	readonly count: number;
	readonly ageUs: number;
	/** Sum of the characters, which are all 1. */
	readonly sum: number;
}

const pieces = (lines: readonly string[]): Piece[] =>
	lines.map((line) => {
		const [count, ageUs, sum] = line.split(" ").map(Number);
		return { count, ageUs, sum };
	});

describe("a UART of the ESP32-S3 by ESP-IDF's driver, on the desktop", () => {
	let folder: string;
	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), "ambit-uart-"));
		await compileNative(["test/boards/esp32s3/uart-harness.c"], join(folder, "harness"));
	});
	afterAll(() => {
		rmSync(folder, { recursive: true });
	});
	const run = (...commands: string[]): string[] => runNative(join(folder, "harness"), commands);
	/** Output lines after that of `open`. */
	const opened = (...commands: string[]): string[] => run("open 8", ...commands).slice(1);

	it("the port has its parity and, for RS-485, DTR on the direction pin", () => {
		expect(run("open 8")).toEqual([
			"port 1 baud 115200 parity 2 pins 17 18 -1 -1 8 -1 mode rs485 delays 1 1",
		]);
		expect(run("open -1")).toEqual([
			"port 1 baud 115200 parity 2 pins 17 18 -1 -1 -1 -1 mode uart delays 0 0",
		]);
	});

	it("10 000 long answers go out whole with XS busy for 14 ms", () => {
		expect(opened("answers 10000")).toEqual(["10000 whole, 0 torn"]);
	});

	it("the SDK's driver, which XS serves, tears such answers", () => {
		const torn = Number(/(\d+) torn/.exec(opened("old 10000")[0])?.[1]);
		expect(torn).toBeGreaterThan(5000);
	});

	it.each([1, 31, 32, 33, 128, 200, 256])(
		"a request of %i characters is whole and without a gap although XS reads it 14 ms late",
		(length) => {
			const [...read] = pieces(opened(`receive ${length}`, "idle 150", "deliver"));
			expect(read.reduce((sum, piece) => sum + piece.sum, 0)).toBe(length);
			for (const [i, { count, ageUs }] of read.slice(1).entries())
				expect(read[i].ageUs - ageUs - count * CHARACTER_US).toBeLessThan(T15_US);
			expect(read.at(-1)?.ageUs).toBe(150 * CHARACTER_US);
		},
	);

	it("a gap in a request is seen although XS reads both parts at once", () => {
		const read = pieces(opened("receive 10", "idle 20", "receive 10", "idle 150", "deliver"));
		expect(read.map(({ count }) => count)).toEqual([10, 10]);
		expect(read[0].ageUs - read[1].ageUs - 10 * CHARACTER_US).toBe(20 * CHARACTER_US);
	});

	it("the port is receiving until XS has been told of the last character", () => {
		const commands = ["waiting", "receive 5", "waiting", "idle 2", "waiting", "deliver", "waiting"];
		const lines = opened(...commands);
		expect([lines[0], lines[1], lines[2], lines[4]]).toEqual(["0", "1", "1", "0"]);
	});

	it("a frame of which an event was dropped is dropped, and the next one is whole", () => {
		const first = ["full 1", "receive 40", "idle 10", "deliver"];
		const lines = opened(...first, "full 100", "receive 40", "idle 10", "deliver");
		expect(pieces(lines).map(({ count, sum }) => [count, sum])).toEqual([
			[32, 32],
			[32, 32],
			[8, 8],
		]);
	});

	it.each([1, 2, 3, 4])(
		"a piece that comes while what was received is dropped (step %i) shifts no later one",
		(step) => {
			const frame = (value: number) => [`receive 40 ${value}`, "idle 10", "deliver"];
			const dropped = [`meanwhile ${step}`, "receive 40", "idle 10", "damage", "deliver"];
			const read = pieces(opened(...dropped, ...frame(1), ...frame(3))).slice(-2);
			expect(read.map(({ count, sum }) => [count, sum])).toEqual([
				[32, 32 * 3],
				[8, 8 * 3],
			]);
		},
	);

	it("a parity error leaves the pieces that follow whole", () => {
		const lines = opened(
			"damage",
			"receive 8",
			"idle 10",
			"deliver",
			"receive 9",
			"idle 10",
			"deliver",
		);
		expect(pieces(lines).map(({ count, sum }) => [count, sum])).toEqual([
			[8, 8],
			[9, 9],
		]);
	});
});
