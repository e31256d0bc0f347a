import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../../scripts/bundle.ts";
import { generatedFiles } from "../../scripts/generated.ts";

const files = await generatedFiles();

it.each(files)("%s is up to date; if not: npm run generate", (path, text) => {
	const present = existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : "";
	expect(present === text, `${path} is stale: npm run generate`).toBe(true);
});

it("boards/bleservices contains generated files only", () => {
	const present = readdirSync(join(root, "boards/bleservices")).map(
		(name) => `boards/bleservices/${name}`,
	);
	expect(present.filter((path) => !files.some(([each]) => each === path))).toEqual([]);
});
