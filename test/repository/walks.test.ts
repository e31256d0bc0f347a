/** docs/walks.md leads through files and names that exist. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../manifest/manifest.ts";
import { declares } from "./declares.ts";

const [, ...walks] = readFileSync(join(root, "docs/walks.md"), "utf8").split(/^## /m);

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

	it.each(steps)("$title: $text", ({ text }) => {
		let path = "";
		for (const [, token = ""] of text.matchAll(/`([^`]+)`/g)) {
			if (/\.(ts|c)$/.test(token)) {
				// A file without a folder is in that of the one before.
				path = token.includes("/") ? token : join(dirname(path), token);
				expect(existsSync(join(root, path)), path).toBe(true);
			} else expect(declares(path, token), `${path}: ${token}`).toBe(true);
		}
	});
});
