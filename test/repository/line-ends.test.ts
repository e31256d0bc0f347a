import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/bundle.ts";
import { textFiles } from "./files.ts";

describe("text files", () => {
	it("are checked out with line feeds, where git is set to turn them as well", () => {
		const attributes = readFileSync(join(root, ".gitattributes"), "utf8");
		expect(attributes).toMatch(/^\* text=auto eol=lf$/m);
	});

	it("have no carriage return", () => {
		expect(
			textFiles()
				.filter(({ text }) => text.includes("\r"))
				.map(({ path }) => path),
		).toEqual([]);
	});
});
