import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/bundle.ts";
import { DEVICE, FILES, FOLDERS, PARTS } from "../../spec/parts.ts";

const entries = readdirSync(join(root, "src"), { withFileTypes: true });

describe("the parts of the firmware", () => {
	it("are the files and folders of src", () => {
		const files = entries
			.filter((entry) => entry.isFile() && !entry.name.endsWith(".d.ts"))
			.map(({ name }) => name);
		const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
		expect([...FILES].sort()).toEqual(files.map((name) => name.replace(/\.ts$/, "")).sort());
		expect([...FOLDERS].sort()).toEqual(folders.sort());
	});

	it("import parts that come before them", () => {
		const names = Object.keys(PARTS);
		const wrong = Object.entries(PARTS).flatMap(([name, { imports }], place) =>
			imports
				.filter((each) => each !== DEVICE && !names.slice(0, place).includes(each))
				.map((each) => `${name} imports ${each}`),
		);
		expect(wrong).toEqual([]);
	});

	it("import legally relevant parts only if they are legally relevant", () => {
		const wrong = Object.entries(PARTS).flatMap(([name, { imports, legallyRelevant }]) =>
			imports
				.filter((each) => legallyRelevant && !PARTS[each]?.legallyRelevant)
				.map((each) => `${name} imports ${each}`),
		);
		expect(wrong).toEqual([]);
	});
});
