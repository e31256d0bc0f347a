/** docs/manual-map.md leads to rules that exist, for every chapter of the manual. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../manifest/manifest.ts";
import { declares } from "./declares.ts";

const map = readFileSync(join(root, "docs/manual-map.md"), "utf8");

/** Rows of its tables: chapter, rule, tests. */
const rows = [...map.matchAll(/^\| ([^|]+) \| ([^|]+) \| ([^|]*) ?\|$/gm)]
	.map(([, chapter = "", rule = "", tests = ""]) => ({ chapter, rule, tests }))
	.filter(({ chapter }) => chapter !== "chapter");

/** Chapters of the manual that say what the meter is or does. */
const CHAPTERS = [
	...["4", "5", "5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.8", "6"],
	...["7.1", "7.2", "7.3", "7.4", "7.5", "7.6", "7.6.1", "7.6.2", "7.6.3", "7.6.4", "7.6.5"],
	...["7.6.6", "7.6.7", "7.6.8", "7.6.9", "7.6.10", "7.6.11", "8", "8.1", "8.2"],
	...["A1.1", "A1.2", "A2.1", "A2.2", "A2.3", "A3"],
];

const numberOf = (chapter: string): string => chapter.split(/[ ,]/)[0] ?? "";

/** Each name of a cell with the file it is said to be in; undefined for the file itself. */
function namesIn(cell: string): { path: string; name: string | undefined }[] {
	let path = "";
	return [...cell.matchAll(/`([^`]+)`/g)]
		.map(([, token = ""]) => token)
		.filter((token) => !token.startsWith("npm "))
		.map((token) => {
			if (!token.includes("/")) return { path, name: token };
			path = token;
			return { path, name: undefined };
		});
}

describe("the map of the manual", () => {
	it("has every chapter, in the manual's order", () => {
		const numbers = rows.map(({ chapter }) => numberOf(chapter));
		const order = numbers.map((number) => CHAPTERS.indexOf(number));
		expect(order).toEqual([...order].sort((a, b) => a - b));
		expect(CHAPTERS.filter((chapter) => !numbers.includes(chapter))).toEqual([]);
		expect(numbers.filter((number) => !CHAPTERS.includes(number))).toEqual([]);
	});

	it.each(rows)("chapter $chapter leads to what exists", ({ rule, tests }) => {
		for (const { path, name } of [...namesIn(rule), ...namesIn(tests)]) {
			expect(existsSync(join(root, path)), path).toBe(true);
			if (name === undefined) continue;
			expect(statSync(join(root, path)).isFile(), path).toBe(true);
			expect(declares(path, name), `${path}: ${name}`).toBe(true);
		}
	});
});
