/** docs/walks.md leads through files and names that exist. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../manifest/manifest.ts";
import { declares } from "./declares.ts";

const [, ...walks] = readFileSync(join(root, "docs/walks.md"), "utf8").split(/^## /m);

/** Files that each walk names: a change may lower these numbers only. */
const MOST_FILES: Readonly<Record<string, number>> = {
	"A sample becomes a Modbus answer": 32,
	"A write over M-Bus reaches the flash": 24,
	"A press reaches the LCD": 14,
	"A request over TCP, and its answer": 19,
};

/** The paths of files that a text names, and the names that the file before them declares. */
function namedIn(text: string): { path: string; name: string | undefined }[] {
	let path = "";
	return [...text.matchAll(/`([^`]+)`/g)].map(([, token = ""]) => {
		if (!/\.(ts|c)$/.test(token)) return { path, name: token };
		// A file without a folder is in that of the one before.
		path = token.includes("/") ? token : join(dirname(path), token);
		return { path, name: undefined };
	});
}

/** Steps of a walk, and the paragraphs around them. */
const steps = walks.flatMap((walk) => {
	const [title = "", ...lines] = walk.split("\n");
	const texts = lines.join("\n").split(/\n\n|\n(?=\d+\. )/);
	return texts
		.map((text) => text.replace(/\s+/g, " ").trim())
		.filter((text) => text.includes("`"))
		.map((text) => ({ title, text }));
});

describe("the walks through the code", () => {
	it("are four, of numbered steps without a gap", () => {
		expect(walks.length).toBe(4);
		for (const walk of walks) {
			const numbers = [...walk.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
			expect(numbers.length).toBeGreaterThan(10);
			expect(numbers).toEqual(numbers.map((_, index) => index + 1));
		}
	});

	it("name as many files as counted here", () => {
		const counts = walks.map((walk) => {
			const paths = namedIn(walk).map(({ path }) => path);
			return [walk.split("\n")[0], new Set(paths).size];
		});
		expect(Object.fromEntries(counts)).toEqual(MOST_FILES);
	});

	it.each(steps)("$title: $text", ({ text }) => {
		for (const { path, name } of namedIn(text)) {
			if (name === undefined) expect(existsSync(join(root, path)), path).toBe(true);
			else expect(declares(path, name), `${path}: ${name}`).toBe(true);
		}
	});
});
