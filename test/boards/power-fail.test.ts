import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Chip, SECTOR } from "../../bench/flash/chip.ts";
import type { Powers } from "../../lab/torture/ledger.ts";
import { Subject } from "../../lab/torture/subject.ts";
import { HOLD_UP_MS } from "../../src/board.ts";

const textOf = (path: string) =>
	readFileSync(new URL(`../../${path}`, import.meta.url), "utf8").replace(/\s+/g, " ");

/** Number at the first group of `pattern` in a text. */
function numberIn(text: string, pattern: RegExp): number {
	return Number(pattern.exec(text)?.[1]);
}

/** Longest times (µs) of the flash chip (W25Q80DV), and of a byte on the board's bus of 8 MHz. */
const FIRST_BYTE_US = 50;
const FURTHER_BYTE_US = 12;
const SUSPEND_US = 20;
const BUS_BYTE_US = 1;

/** A transaction of XS on the bus; a program takes four, with the looks at its end. */
const TRANSACTION_US = 40;
const PROGRAM_TRANSACTIONS = 4;
const HEAD_BYTES = 4;

/** A deaf input is noticed by the second look (boards/esp32s3/digital.ts). */
const NOTICE_MS = 20;

/** Wait of a supply that has chattered (src/storage/supply-watch.ts). */
const STILL_FAILING_MS = 15;

const FULL: Powers = { active: [1150, 1150, 1150], reactive: [0, 0, 0] };

/** First byte of the statistics' area (docs/storage.md), which the save leaves for the end. */
const STATISTICS = 80 * SECTOR;

/**
 * Time (ms) that the chip needs at most for what the whole firmware does with it in `work`, in the
 * statistics' area or in all others.
 */
function flashMs(chip: Chip, work: () => void, statistics = false): number {
	const { program, read } = chip;
	let us = statistics ? 0 : SUSPEND_US + 3 * TRANSACTION_US;
	const isCounted = (offset: number): boolean => offset >= STATISTICS === statistics;
	chip.program = (offset, bytes, end) => {
		if (!isCounted(offset)) return program.call(chip, offset, bytes, end);
		us += PROGRAM_TRANSACTIONS * TRANSACTION_US + BUS_BYTE_US * (HEAD_BYTES + bytes.length);
		us += FIRST_BYTE_US + FURTHER_BYTE_US * (bytes.length - 1);
		return program.call(chip, offset, bytes, end);
	};
	chip.read = (offset, length) => {
		if (!isCounted(offset)) return read.call(chip, offset, length);
		us += TRANSACTION_US + BUS_BYTE_US * (HEAD_BYTES + length);
		return read.call(chip, offset, length);
	};
	work();
	Object.assign(chip, { program, read });
	return us / 1000;
}

describe("a power cut on the ESP32-S3 board", () => {
	const chip = new Chip();
	const subject = new Subject(chip);
	for (let second = 0; second < 30; second++) subject.second(FULL);
	const save = flashMs(chip, () => subject.warn());
	const statistics = flashMs(chip, () => subject.warn(), true);
	subject.recover();
	subject.seal(true);
	for (let second = 0; second < 8; second++) subject.second(FULL);
	const changes = [
		flashMs(chip, () => subject.write("ctRatio", 100_0005)),
		flashMs(chip, () => subject.write("combinationCode", 4)),
		flashMs(chip, () => subject.write("modbusId", 9)),
	];
	const spentMs = NOTICE_MS + STILL_FAILING_MS + Math.max(...changes) + save;

	it("the hold-up time is enough for a late notice, the longest change and the save", () => {
		// Nothing was written but what is counted: a save is three records of two programs each.
		expect(save).toBeGreaterThan(3 * 3);
		expect(Math.max(...changes)).toBeGreaterThan(2 * save);
		expect(spentMs).toBeLessThan(HOLD_UP_MS);
	});

	it("it is enough for the statistics as well", () => {
		expect(statistics).toBeGreaterThan(3);
		expect(spentMs + statistics).toBeLessThan(HOLD_UP_MS);
	});

	it("the statistics are written after all that is legally relevant", () => {
		const { program } = chip;
		const written: boolean[] = [];
		chip.program = (offset, bytes, end) => {
			written.push(offset >= STATISTICS);
			return program.call(chip, offset, bytes, end);
		};
		subject.warn();
		chip.program = program;
		expect(written).toEqual([false, false, false, false, false, false, true, true]);
	});

	it("docs/storage.md says what is spent", () => {
		const row = (name: string) =>
			numberIn(textOf("docs/storage.md"), new RegExp(`\\| ${name}[^|]*\\| ([\\d.]+) ms \\|`));
		expect(row("the save")).toBeCloseTo(save, 1);
		expect(row("a change in progress before it")).toBeCloseTo(Math.max(...changes), 1);
		expect(row("statistics, after that")).toBeCloseTo(statistics, 1);
		expect(row("all on the ESP32-S3 board")).toBeCloseTo(spentMs, 1);
	});
});
