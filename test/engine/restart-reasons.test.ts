import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { RestartReason } from "../../src/board.ts";

it("the port of XS reports restart reasons by the numbers of the firmware's contract", () => {
	const header = readFileSync(new URL("../../engine/xs/board.h", import.meta.url), "utf8");
	const faults = Object.fromEntries(
		[...header.matchAll(/^\tFAULT_(\w+) = (\d+),/gm)].map(([, name, number]) => [
			name,
			Number(number),
		]),
	);
	const { NONE: _, ...reported } = RestartReason;
	expect(faults).toMatchObject(reported);
});
