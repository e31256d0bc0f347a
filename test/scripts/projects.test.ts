import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "../../scripts/bundle.ts";
import { PROJECTS } from "../../scripts/checks.ts";

const NOT_OURS = ["node_modules", "build", ".git"];

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

describe("the commands of package.json", () => {
	const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

	it.each(Object.entries<string>(scripts))(
		"npm run %s calls the command of its name",
		(name, line) => {
			expect(line).toBe(`node scripts/boot.mjs ${name}`);
		},
	);

	it("are commands that exist", () => {
		const { stdout } = spawnSync(process.execPath, [join(root, "scripts/boot.mjs"), "help"], {
			encoding: "utf8",
		});
		const commands = stdout.split("\n").map((line) => line.split(" ")[0]);
		expect(Object.keys(scripts).filter((name) => !commands.includes(name))).toEqual([]);
	});

	it("say in one line that a command is unknown, with exit code 2", () => {
		const boot = join(root, "scripts/boot.mjs");
		const { status, stdout, stderr } = spawnSync(process.execPath, [boot, "fly"], {
			encoding: "utf8",
		});
		expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
		expect(stderr).toMatch(/^ambit: unknown command fly; one of start, .*\n$/);
	});

	it("leave boot.mjs as the only script that is not TypeScript", () => {
		expect(existsSync(join(root, "scripts/boot.mjs"))).toBe(true);
		expect(find((name) => /\.(mjs|cjs)$/.test(name))).toEqual(["scripts/boot.mjs"]);
	});
});
