import {
	chmodSync,
	closeSync,
	lstatSync,
	mkdtempSync,
	openSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Chip, LENGTH, SECTOR } from "../../../bench/flash/chip.ts";
import { openState, type Write } from "../../../bench/flash/state.ts";
import { Subject } from "../../../lab/torture/subject.ts";

let directory: string;
let path: string;
let notes: string[];

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "ambit-state-"));
	path = join(directory, "00000042.flash");
	notes = [];
});

afterEach(() => rmSync(directory, { recursive: true }));

const open = (folder = directory, write?: Write) =>
	openState(folder, 42, (line) => void notes.push(line), write);

it("makes the file of a new meter when it is done, and then writes every change", () => {
	const { chip, keep, close } = open();
	chip.program(300, Uint8Array.of(1, 2));
	expect(readdirSync(directory)).toEqual([]);
	keep();
	chip.flip(0);
	chip.program(302, Uint8Array.of(3));
	expect([...readFileSync(path).subarray(299, 304)]).toEqual([0xff, 1, 2, 3, 0xff]);
	expect(readFileSync(path)[0]).toBe(0xfe);
	close();
	expect(readdirSync(directory)).toEqual(["00000042.flash"]);
});

it("leaves nothing of a new meter that is never done", () => {
	const { chip, close } = open();
	chip.program(300, Uint8Array.of(1, 2));
	close();
	expect(readdirSync(directory)).toEqual([]);
});

it("continues with an image of ours, in a directory that it makes if necessary", () => {
	const used = new Chip();
	new Subject(used);
	const inner = join(directory, "a", "b");
	const first = open(inner);
	first.chip.replace(used.image);
	first.keep();
	first.close();
	const second = open(inner);
	expect(Buffer.from(second.chip.image).equals(used.image)).toBe(true);
	second.close();
});

it("lets nobody else read the file, nor an older one that somebody could", () => {
	const first = open();
	first.chip.program(0, Buffer.from("AMBT"));
	first.keep();
	first.close();
	expect(statSync(path).mode & 0o777).toBe(0o600);
	chmodSync(path, 0o644);
	open().close();
	expect(statSync(path).mode & 0o777).toBe(0o600);
});

it("takes a blank file for that of a new meter", () => {
	writeFileSync(path, Buffer.alloc(LENGTH, 0xff));
	const { chip, keep, close } = open();
	chip.flip(0);
	expect(readFileSync(path)[0]).toBe(0xff);
	keep();
	expect(readFileSync(path)[0]).toBe(0xfe);
	close();
});

it("puts a whole image in the place of the old one", () => {
	const { chip, keep, close } = open();
	keep();
	const before = statSync(path).ino;
	chip.replace(new Uint8Array(LENGTH).fill(0x55));
	expect(statSync(path).ino).not.toBe(before);
	chip.flip(0);
	expect([...readFileSync(path).subarray(0, 2)]).toEqual([0x54, 0x55]);
	close();
});

it("writes through a link to the file it leads to", () => {
	const target = join(directory, "elsewhere");
	writeFileSync(target, Buffer.alloc(LENGTH, 0x55));
	writeFileSync(target, "AMBT", { flag: "r+" });
	for (let at = 0; at < LENGTH; at += SECTOR) {
		const file = openSync(target, "r+");
		writeSync(file, "AMBT", at);
		closeSync(file);
	}
	symlinkSync(target, path);
	const { chip, close } = open();
	chip.replace(new Uint8Array(LENGTH).fill(0x11));
	close();
	expect(readFileSync(target)[0]).toBe(0x11);
	expect(lstatSync(path).isSymbolicLink()).toBe(true);
});

describe("on a disk that takes no more", () => {
	/** Bytes that the disk still takes. */
	let roomBytes: number;
	const write: Write = (file, bytes, offset) => {
		if (roomBytes === 0) throw new Error("ENOSPC: no space left on device, write");
		const count = Math.min(bytes.length, roomBytes);
		roomBytes -= count;
		return writeSync(file, bytes, 0, count, offset);
	};

	it("a new meter's file is not made, and the fault names it", () => {
		roomBytes = 102_400;
		const { keep, close } = open(directory, write);
		expect(keep).toThrow(
			expect.objectContaining({
				exitCode: 2,
				message: `--state: ${path}: no space left on device`,
			}),
		);
		close();
		expect(readdirSync(directory)).toEqual([]);
	});

	it("bytes that were written short are written on", () => {
		roomBytes = Number.POSITIVE_INFINITY;
		const { chip, keep, close } = open(directory, (file, bytes, offset) =>
			writeSync(file, bytes, 0, Math.min(bytes.length, 1000), offset),
		);
		chip.program(4000, Uint8Array.of(7));
		keep();
		expect([statSync(path).size, readFileSync(path)[4000]]).toEqual([LENGTH, 7]);
		close();
	});

	it("the meter runs on, the file stays whole, and has every change when there is room", () => {
		roomBytes = LENGTH;
		const { chip, keep, close } = open(directory, write);
		keep();
		chip.program(0, Uint8Array.of(0));
		chip.program(1, Uint8Array.of(1));
		expect(notes).toEqual([
			`--state: ${path}: no space left on device; the meter runs on, ` +
				"each change tries again (reported once)",
		]);
		expect(readFileSync(path).every((byte) => byte === 0xff)).toBe(true);
		roomBytes = 2 * LENGTH;
		chip.program(2, Uint8Array.of(2));
		expect([...readFileSync(path).subarray(0, 4)]).toEqual([0, 1, 2, 0xff]);
		close();
		expect(readdirSync(directory)).toEqual(["00000042.flash"]);
	});

	it("the end tries once more, and says what is lost", () => {
		roomBytes = LENGTH;
		const { chip, keep, close } = open(directory, write);
		keep();
		chip.program(0, Uint8Array.of(0));
		expect(close).toThrow(expect.objectContaining({ exitCode: 1 }));
		expect(readdirSync(directory)).toEqual(["00000042.flash"]);
		expect(statSync(path).size).toBe(LENGTH);
	});
	it.each([
		["an audit trail", "flash-without-audit-trail", 64],
		["statistics", "flash-with-uncoupled-constants", 80],
	])("continues with an image without %s, longer from the first change", (_, name, sectors) => {
		const old = gunzipSync(readFileSync(`test/data/${name}.gz`));
		expect(old).toHaveLength(sectors * SECTOR);
		writeFileSync(path, old);
		const { chip, close } = open();
		expect(readFileSync(path).equals(old)).toBe(true);
		chip.program(LENGTH - 2, Uint8Array.of(1, 2));
		const file = readFileSync(path);
		close();
		expect(file).toHaveLength(LENGTH);
		expect(file.equals(chip.image)).toBe(true);
		expect(file.subarray(0, old.length).equals(old)).toBe(true);
		expect(file.subarray(old.length, -2).every((byte) => byte === 0xff)).toBe(true);
	});
});

it.each([
	["truncated", Buffer.alloc(LENGTH - 1, 0xff), `has ${LENGTH - 1} bytes`],
	["empty", Buffer.alloc(0), "has 0 bytes"],
	["too long", Buffer.alloc(LENGTH + 1, 0xff), `has ${LENGTH + 1} bytes`],
	["foreign", Buffer.alloc(LENGTH, "foreign"), "is not a flash image of this meter"],
])("refuses a file that is %s, names it and does not change it", (_what, contents, says) => {
	writeFileSync(path, contents);
	expect(() => open()).toThrow(
		expect.objectContaining({ exitCode: 2, message: expect.stringContaining(`${path} ${says}`) }),
	);
	expect(readFileSync(path).equals(contents)).toBe(true);
});

it("names a directory that cannot be made", () => {
	writeFileSync(path, "");
	expect(() => open(path)).toThrow(expect.objectContaining({ exitCode: 2 }));
});

it("refuses a link that leads nowhere", () => {
	symlinkSync(join(directory, "nothing"), path);
	expect(() => open()).toThrow(expect.objectContaining({ exitCode: 2 }));
	expect(readdirSync(directory)).toEqual(["00000042.flash"]);
});
