/** Hardware of the meters in a state folder. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { StateFolder } from "../../../bench/flash/state-folder.ts";
import type { FrontEndKind } from "../../../bench/front-end/faults.ts";

const SERIAL_NUMBER = 4711;

let directory: string;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "ambit-hardware-"));
});

afterEach(() => rmSync(directory, { recursive: true }));

/** Opens and closes the folder; the meter stores something if it `runs`. */
function visit(asked: FrontEndKind | undefined, runs = true): FrontEndKind | undefined {
	const folder = new StateFolder(directory, asked);
	try {
		const { chip, frontEnd, keep } = folder.open(SERIAL_NUMBER, () => {});
		if (runs) {
			chip.program(0, Buffer.from("AMBT"));
			keep();
		}
		return frontEnd;
	} finally {
		folder.close();
	}
}

it("a new meter has real hardware, or that which is asked for, and keeps it", () => {
	expect(visit(undefined)).toBe("real");
	expect(visit(undefined)).toBe("real");
	expect(readFileSync(join(directory, "00004711.front-end"), "utf8")).toBe("real\n");
	rmSync(join(directory, "00004711.flash"));
	expect(visit("ideal")).toBe("ideal");
	expect(visit(undefined)).toBe("ideal");
	expect(visit("ideal")).toBe("ideal");
});

it("a meter of software that did not note its hardware has no faults", () => {
	visit(undefined);
	rmSync(join(directory, "00004711.front-end"));
	expect(visit(undefined)).toBe("linear");
	expect(readdirSync(directory)).toEqual(["00004711.flash"]);
});

it("a meter's hardware is not exchanged", () => {
	visit("linear");
	expect(() => visit("real")).toThrow(
		"--front-end real: that of meter 4711 in --state is linear, as it was made",
	);
	expect(visit("linear")).toBe("linear");
});

it("a note that names no hardware is refused in one line with its file", () => {
	visit(undefined);
	writeFileSync(join(directory, "00004711.front-end"), "wooden\n");
	expect(() => visit(undefined)).toThrow(
		`--state: ${directory}/00004711.front-end: must be one of real, linear, ideal`,
	);
});

it("a file in the place of the folder is named as that", () => {
	const path = join(directory, "meter.flash");
	writeFileSync(path, "");
	expect(() => new StateFolder(path, undefined)).toThrow(`--state: ${path}: is not a folder`);
});

it("a meter that was never made leaves no note", () => {
	visit(undefined, false);
	expect(readdirSync(directory)).toEqual([]);
});
