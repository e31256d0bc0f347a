import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { Layout } from "../../../bench/emulator/shared-memory.ts";

it("the window shared with the emulator has the same layout on the board and in the bench", () => {
	const text = readFileSync(new URL("../../../boards/cortex-m/window.h", import.meta.url), "utf8");
	const found = [...text.matchAll(/^#define WINDOW_(\w+) (\S+)/gm)].map(([, name, value]) => [
		name,
		Number(value),
	]);
	expect(Object.fromEntries(found)).toEqual(Layout);
});
