import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { removeLeftovers, temporaryDirectory } from "../../bench/temporary.ts";

let base: string;

beforeEach(() => {
	base = mkdtempSync(join(tmpdir(), "ambit-temporary-"));
});

afterEach(() => rmSync(base, { recursive: true }));

it("directories of benches that are gone are removed, and nothing else", () => {
	const { pid: dead } = spawnSync(process.execPath, ["-e", ""]);
	const own = temporaryDirectory(base);
	writeFileSync(join(own.path, "rs485"), "");
	const foreign = ["ambit-hTq31c", `ambit-${dead}-x-y`, `other-${dead}-abcdef`, "ambit-1-abcdef"];
	for (const name of [`ambit-${dead}-abcdef`, ...foreign]) mkdirSync(join(base, name));
	writeFileSync(join(base, `ambit-${dead}-abcdef`, "window"), "16 MB");
	removeLeftovers([base, "/nowhere"]);
	expect(readdirSync(base).map((name) => join(base, name))).toEqual(
		[own.path, ...foreign.map((name) => join(base, name))].sort(),
	);
	own.remove();
	expect(existsSync(own.path)).toBe(false);
});
