import { describe, expect, it } from "vitest";
import { Chip, LENGTH, PAGE, SECTOR } from "../../../bench/flash/chip.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

describe("the flash chip", () => {
	it("is blank when it is new", () => {
		expect(new Chip().read(0, LENGTH).every((byte) => byte === 0xff)).toBe(true);
	});

	it("only clears bits", () => {
		const chip = new Chip();
		chip.program(10, bytes(0xf0));
		chip.program(10, bytes(0x3c));
		expect([...chip.read(9, 3)]).toEqual([0xff, 0x30, 0xff]);
	});

	it("sets all bits of a sector when its erase ends, and counts the erase", () => {
		const chip = new Chip();
		chip.program(SECTOR + 5, bytes(0));
		chip.program(2 * SECTOR, bytes(0));
		chip.startErase(1);
		expect(chip.endErase()).toBe(true);
		expect([...chip.read(SECTOR + 5, 1), ...chip.read(2 * SECTOR, 1)]).toEqual([0xff, 0]);
		expect(chip.erases[1]).toBe(1);
	});

	it.each([
		["more than a page", 0, PAGE + 1],
		["across the end of a page", PAGE - 1, 2],
		["beyond its end", LENGTH - 1, 2],
		["nothing", 0, 0],
	])("refuses to program %s", (_what, offset, length) => {
		expect(() => new Chip().program(offset, new Uint8Array(length))).toThrow(RangeError);
	});

	it("loses the supply in the chosen operation, with the chosen number of bytes done", () => {
		const chip = new Chip();
		chip.setFaults({ cutAfterOperations: 1, tornBytes: 2 });
		expect(chip.program(0, bytes(1, 2, 3, 4))).toBe(true);
		expect(chip.program(4, bytes(0, 0, 0, 0))).toBeUndefined();
		expect([...chip.read(4, 4)]).toEqual([0, 0, 0xcc, 0xff]);
		expect(chip.program(8, bytes(0))).toBeUndefined();
		chip.powerUp();
		expect(chip.program(8, bytes(0))).toBe(true);
	});

	it("does nothing in an operation that has not started when the supply fails", () => {
		const chip = new Chip();
		chip.setFaults({ cutAfterOperations: 0 });
		expect(chip.program(0, bytes(0))).toBeUndefined();
		expect(chip.read(0, 1)[0]).toBe(0xff);
	});

	it("leaves a sector half erased when the supply fails during the erase", () => {
		const chip = new Chip();
		for (let at = 0; at < SECTOR; at += PAGE) chip.program(at, new Uint8Array(PAGE));
		chip.startErase(0);
		chip.powerDown();
		expect(chip.read(0, 1)[0]).toBe(0xff);
		expect(chip.read(SECTOR - 1, 1)[0]).toBe(0);
		expect(chip.erases[0]).toBe(0);
	});

	it("does not complete an operation that would end after the supply has failed", () => {
		const chip = new Chip();
		chip.supplyEnds = 100;
		expect(chip.program(0, bytes(0), 100)).toBe(true);
		expect(chip.program(1, bytes(0), 101)).toBeUndefined();
	});

	it("fails in bad sectors and changes nothing there", () => {
		const chip = new Chip();
		chip.setFaults({ badSectors: [0] });
		expect(chip.program(0, bytes(0))).toBe(false);
		chip.startErase(0);
		expect(chip.endErase()).toBe(false);
		expect(chip.read(0, 1)[0]).toBe(0xff);
		expect(chip.program(SECTOR, bytes(0))).toBe(true);
	});

	it("flips a bit", () => {
		const chip = new Chip();
		chip.flip(8 * 5 + 3);
		expect(chip.read(5, 1)[0]).toBe(0xf7);
	});
});
