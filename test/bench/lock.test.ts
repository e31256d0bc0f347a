import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { lockFolder } from "../../bench/lock.ts";

const lock = (folder: string) => lockFolder("--state", folder, "bench.lock");

let directory: string;
let path: string;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "ambit-lock-"));
	path = join(directory, "bench.lock");
});

afterEach(() => rmSync(directory, { recursive: true }));

it("keeps a second bench out until the first lets go", () => {
	const unlock = lock(directory);
	expect(() => lock(directory)).toThrow(
		expect.objectContaining({
			exitCode: 1,
			message: `--state: ${directory} is in use by the bench with process ID ${process.pid}`,
		}),
	);
	unlock();
	lock(directory)();
	expect(readdirSync(directory)).toEqual([]);
});

it.each([
	["a process that is gone", () => `${spawnSync(process.execPath, ["-e", ""]).pid} 1\n`],
	["an earlier process with the ID of one that runs", () => `${process.pid} 1\n`],
	["nobody", () => ""],
	["somebody who writes something else", () => "hello"],
])("takes over the lock of %s", (_whom, contents) => {
	writeFileSync(path, contents());
	const unlock = lock(directory);
	expect(readFileSync(path, "utf8")).toMatch(new RegExp(`^${process.pid} \\d+\n$`));
	expect(readdirSync(directory)).toEqual(["bench.lock"]);
	unlock();
});

it("makes the folder, and names one that cannot be made", () => {
	lock(join(directory, "a", "b"))();
	writeFileSync(path, "");
	expect(() => lock(path)).toThrow(
		expect.objectContaining({ exitCode: 2, message: expect.stringContaining(path) }),
	);
});
