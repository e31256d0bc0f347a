/** `npm run replay`, and the scenarios that come with it. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readScenario } from "../../bench/scenario/parse.ts";
import { differenceOf } from "../../lab/replay/difference.ts";
import { root } from "../manifest/manifest.ts";

const folder = mkdtempSync(join(tmpdir(), "ambit-replay-"));

afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
}

interface Ended {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

function replay(...args: string[]): Promise<Ended> {
	return new Promise((resolve) => {
		const command = ["scripts/boot.mjs", "replay", ...args];
		execFile(process.execPath, command, { cwd: root }, (error, stdout, stderr) => {
			resolve({ code: Number(error?.code ?? 0), stdout, stderr });
		});
	});
}

const MINUTE = `
version: 1
duration: 1 min
end: stop
events: [{ at: 20 s, bus: { fault: garble, share: 0.5 }, for: 20 s }]
polls: [{ every: 2 s, unit: 1, read: [voltageL1, frequency] }]
`;

describe("npm run replay", () => {
	it("plays a scenario twice and finds the same bytes", async () => {
		const { code, stdout, stderr } = await replay(file("minute.yaml", MINUTE), "--fast-forward");
		expect([code, stderr]).toEqual([0, ""]);
		const digests = [...stdout.matchAll(/^run \d: 60 turns, 0 .*SHA-256 (\w+)…$/gm)];
		expect(digests.map(([, digest]) => digest)).toEqual([digests[0]?.[1], digests[0]?.[1]]);
	});

	it.each([
		["a scenario that never ends", [file("open.yaml", "version: 1\n")], "needs a duration"],
		["an unknown option", ["--often"], "--often"],
		["no number of times", ["--times", "0"], "--times 0: must be"],
		["a file that is missing", [join(folder, "none.yaml")], "none.yaml: no such file or directory"],
	])("refuses %s with one line", async (_what, args, expected) => {
		const { code, stdout, stderr } = await replay(...args);
		expect([code, stdout]).toEqual([2, ""]);
		expect(stderr).toMatch(/^replay: .*\n$/);
		expect(stderr).toContain(expected);
	});

	it("names the first line that differs", () => {
		expect(differenceOf("a\nb\n", "a\nb\n")).toBeUndefined();
		expect(differenceOf("a\nb\nc\n", "a\nx\nc\n")).toBe("line 2:\n< b\n> x");
		expect(differenceOf("a\n", "a\nb\n")).toBe("line 2:\n< \n> b");
	});
});

describe("the scenarios in examples/scenarios", () => {
	const read = (name: string) => readScenario(join(root, "examples/scenarios", name), 247);

	it("a day has every kind of event, more than twenty faults, and polls on both buses", () => {
		const { scenario, durationSeconds } = read("day-of-faults.yaml");
		const { events = [], polls = [] } = scenario;
		expect(durationSeconds).toBe(86_400);
		const kinds = new Set(events.flatMap((event) => Object.keys(event)));
		const expected = "mains tariffInput press write power seal flash frames temperature bus";
		for (const kind of expected.split(" ")) expect(kinds).toContain(kind);
		const faults = events.filter(
			({ power, flash, frames, bus }) => (power && power !== "on") || flash || frames || bus,
		);
		const others = events.filter(({ mains, temperature }) => mains || temperature !== undefined);
		// Each fault of the mains and of the temperature has an event that ends it.
		expect(faults.length + others.length / 2).toBeGreaterThan(20);
		expect(new Set(events.flatMap(({ bus }) => (bus ? [bus.fault] : [])))).toEqual(
			new Set(["garble", "delay", "drop", "exception"]),
		);
		expect(new Set(events.flatMap(({ frames }) => (frames ? [frames] : [])))).toEqual(
			new Set(["lost", "twice", "late", "stopped"]),
		);
		expect(polls.some(({ mbus }) => mbus !== undefined)).toBe(true);
		expect(polls.some(({ unit }) => unit === 2)).toBe(true);
	});

	it("a month passes by windows", () => {
		const { scenario, durationSeconds } = read("month.yaml");
		expect([durationSeconds, scenario.fastForward]).toEqual([30 * 86_400, true]);
	});
});
