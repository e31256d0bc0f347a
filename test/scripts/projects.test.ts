import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/bundle.ts";
import { PROJECTS } from "../../scripts/checks.ts";

const NOT_OURS = ["node_modules", "build", "dist", ".git"];

/** Paths of all files of the repository that a test selects, without those that are built. */
function find(select: (name: string) => boolean, folder = ""): string[] {
	return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return NOT_OURS.includes(entry.name) ? [] : find(select, path);
		return select(entry.name) ? [path] : [];
	});
}

describe("the TypeScript projects", () => {
	/** Files that the projects check. */
	let checked: Set<string>;

	beforeAll(() => {
		const tsc = join(root, "node_modules/typescript/bin/tsc");
		const lines = PROJECTS.flatMap((project) => {
			const args = [tsc, "-p", project, "--listFilesOnly"];
			const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
			return stdout.split("\n");
		});
		checked = new Set(lines.map((line) => line.replace(`${root}`, "").replace(/^\//, "")));
	});

	it("are those with a tsconfig.json", () => {
		expect([...PROJECTS].sort()).toEqual(find((name) => name === "tsconfig.json").sort());
	});

	it("check every TypeScript file", () => {
		const files = find((name) => /\.tsx?$/.test(name));
		expect(files.length).toBeGreaterThan(500);
		const CONFIGURATION = /(^|\/)vite(st)?\.config\.ts$/;
		const unchecked = files.filter((file) => !checked.has(file) && !CONFIGURATION.test(file));
		expect(unchecked).toEqual([]);
	});
});

it("only boot.mjs and the example for Node's own runner are not TypeScript", () => {
	expect(find((name) => /\.(mjs|cjs)$/.test(name))).toEqual([
		"examples/node-test/solar.test.mjs",
		"scripts/boot.mjs",
	]);
});
