import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Chip, LENGTH } from "../../../bench/flash/chip.ts";
import { openState } from "../../../bench/flash/state.ts";
import { Subject } from "../../../lab/torture/subject.ts";

let directory: string;
let path: string;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "ambit-state-"));
	path = join(directory, "00000042.flash");
});

afterEach(() => rmSync(directory, { recursive: true }));

it("starts with a blank image, and writes every change to the file", () => {
	const { chip, close } = openState(directory, 42);
	expect(readFileSync(path).every((byte) => byte === 0xff)).toBe(true);
	chip.program(300, Uint8Array.of(1, 2));
	chip.flip(0);
	expect([...readFileSync(path).subarray(299, 303)]).toEqual([0xff, 1, 2, 0xff]);
	expect(readFileSync(path)[0]).toBe(0xfe);
	close();
});

it("continues with an image of ours, in a directory that it makes if necessary", () => {
	const used = new Chip();
	new Subject(used);
	const inner = join(directory, "a", "b");
	const first = openState(inner, 42);
	first.chip.replace(used.image);
	first.close();
	const second = openState(inner, 42);
	expect(Buffer.from(second.chip.image).equals(used.image)).toBe(true);
	second.close();
});

it.each([
	["truncated", Buffer.alloc(LENGTH - 1, 0xff), `has ${LENGTH - 1} bytes`],
	["empty", Buffer.alloc(0), "has 0 bytes"],
	["too long", Buffer.alloc(LENGTH + 1, 0xff), `has ${LENGTH + 1} bytes`],
	["foreign", Buffer.alloc(LENGTH, "foreign"), "is not a flash image of this meter"],
])("refuses a file that is %s, names it and does not change it", (_what, contents, says) => {
	writeFileSync(path, contents);
	expect(() => openState(directory, 42)).toThrow(
		expect.objectContaining({ exitCode: 2, message: expect.stringContaining(`${path} ${says}`) }),
	);
	expect(readFileSync(path).equals(contents)).toBe(true);
});

it("names a directory that cannot be made", () => {
	writeFileSync(path, "");
	expect(() => openState(path, 42)).toThrow(expect.objectContaining({ exitCode: 2 }));
});
