/** Reports of lives (`--report`), and that drawing seldom changes no life. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { Report } from "../../lab/life/report.ts";
import { bundleForLives, bundleWithFirmware } from "../../scripts/bundle.ts";
import { load } from "../../scripts/load.ts";

const folder = mkdtempSync(join(tmpdir(), "ambit-lives-"));
afterAll(() => rmSync(folder, { recursive: true }));

const life = (seed: number, fault?: string) => ({
	seed,
	seconds: 3600.2,
	cuts: 2,
	events: 30,
	image: 0xcafe,
	processorMs: 12,
	...(fault && { fault }),
});

describe("a report of lives", () => {
	it("holds the lives of all runs, those that failed too", () => {
		const path = join(folder, "runs.json");
		new Report(path).add(life(1));
		new Report(path).add(life(2, "event 3: wrong"));
		expect(new Report(path).lives()).toEqual([life(1), life(2, "event 3: wrong")]);
	});

	it("no seed is lived twice", () => {
		const path = join(folder, "seeds.json");
		const report = new Report(path);
		for (const seed of [5, 6, 9]) report.add(life(seed));
		const seeds = [5, 6, 7, 9, 10].map((seed) => new Report(path).unlivedFrom(seed));
		expect(seeds).toEqual([7, 7, 7, 10, 10]);
	});

	it("runs at the same time see each other's lives", () => {
		const path = join(folder, "same-time.json");
		const [one, other] = [new Report(path), new Report(path)];
		one.add(life(1));
		other.add(life(2));
		expect(one.unlivedFrom(1)).toBe(3);
		expect(other.lives()).toEqual(one.lives());
	});

	it.each(["\n", "{}\n", '{"seed":1}\n', "null\n", "a\n"])("a file with %j is refused", (text) => {
		const path = join(folder, "other.json");
		writeFileSync(path, text);
		expect(() => new Report(path)).toThrow("line 1 is not a life");
		expect(readFileSync(path, "utf8")).toBe(text);
	});
});

it("a life is the same to the bit whether each second is drawn or few are", async () => {
	vi.spyOn(console, "log").mockImplementation(() => {});
	const lived = async (name: string, bundle: Promise<string>) => {
		const path = join(folder, `${name}.json`);
		const { main } = await load<{ main(builds: object, args: string[]): Promise<number> }>(
			await bundle,
		);
		expect(await main({}, ["--seed", "3", "--limit", "60", "--report", path])).toBe(0);
		return new Report(path).lives().map(({ processorMs: _, ...rest }) => rest);
	};
	const entry = "lab/life/main.ts";
	const always = await lived("always", bundleWithFirmware(entry, "build/life/always.mjs"));
	const seldom = await lived("seldom", bundleForLives(entry, "build/life/seldom.mjs"));
	expect(seldom).toEqual(always);
	expect(seldom[0]?.seconds).toBeGreaterThan(1000);
});
