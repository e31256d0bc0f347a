import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeOffsets } from "../../engine/image/offsets.ts";
import { PACKAGED_XS } from "../../engine/image/xs-package.ts";
import { ROOT } from "../../engine/root.ts";

const directory = mkdtempSync(join(tmpdir(), "ambit-offsets-"));
let file: string;
let headers: string[];

beforeAll(() => {
	file = join(writeOffsets(directory), "offsets.c");
	const xs = PACKAGED_XS.folder();
	headers = [
		...["includes", "platforms", "sources"].map((name) => join(xs, name)),
		...["engine/xs", "boards/cortex-m"].map((name) => join(ROOT, name)),
	];
});

afterAll(() => rmSync(directory, { recursive: true }));

/** The numbers that the board's compiler finds wrong, by the names in its errors. */
function wrong(...flags: string[]): string[] {
	const { stderr } = spawnSync(
		"arm-none-eabi-gcc",
		[
			...["-fsyntax-only", "-w", "-DmxRun=1", "-DINCLUDE_XSPLATFORM", '-DXSPLATFORM="platform.h"'],
			...headers.map((folder) => `-I${folder}`),
			...flags,
			file,
		],
		{ encoding: "utf8", timeout: 60_000 },
	);
	const errors = stderr.split("\n").filter((line) => line.includes("error:"));
	return errors.map((line) => /static assertion failed: "(.*)"/.exec(line)?.[1] ?? line);
}

describe("the offsets with which the image is taken apart", () => {
	it("all of them agree with the headers of XS, port and board", () => {
		expect(wrong()).toEqual([]);
	});

	it("an XS whose property names have 32 bits is refused by the names of what differs", () => {
		expect(wrong("-Dmx32bitID=1")).toEqual(
			expect.arrayContaining(["SLOT is not 16", "IN_SLOT.NAME is not 6", "NAME_BYTES is not 2"]),
		);
	});
});
