import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { EnergyFile } from "../../../bench/flash/energy-file.ts";
import { EnergyLog } from "../../../bench/live/energy-log.ts";

const folder = mkdtempSync(join(tmpdir(), "ambit-energy-"));

afterAll(() => rmSync(folder, { recursive: true }));

const counters = (wattHours: number) => [wattHours, 0, 0, 0, 0, 0, 0, 0];

it("energy over time is the same after a restart, and a file is written only for readings", () => {
	const log = new EnergyLog();
	const lines: string[] = [];
	const file = new EnergyFile(
		folder,
		42,
		log,
		() => 60,
		(line) => void lines.push(line),
	);
	file.save();
	expect(readdirSync(folder)).toEqual([]);
	log.note(0, counters(5));
	log.note(30, counters(12));
	file.save();
	const again = new EnergyLog();
	new EnergyFile(
		folder,
		42,
		again,
		() => 0,
		(line) => void lines.push(line),
	);
	expect(again.periods(0, 1, 60)[0]).toEqual({
		start: -120,
		wattHours: counters(7),
		spread: false,
	});
	expect([readdirSync(folder), lines]).toEqual([["00000042.energy.json"], []]);
});

it.each(["", "{}", '{"version":1,"counted":null,"minutes":[{"minute":1}]}'])(
	"a file that has something else is put aside with one line: %j",
	(text) => {
		const path = join(folder, "00000007.energy.json");
		writeFileSync(path, text);
		const lines: string[] = [];
		const log = new EnergyLog();
		new EnergyFile(
			folder,
			7,
			log,
			() => 0,
			(line) => void lines.push(line),
		);
		expect(lines).toEqual([
			`--state: ${path} is no energy over time; it is ${path}.unreadable now`,
		]);
		expect(readFileSync(`${path}.unreadable`, "utf8")).toBe(text);
		expect(log.periods(0, 1, 60)[0]?.wattHours).toEqual(counters(0));
	},
);

it("one that cannot be put aside is one line, and the bench begins without it", () => {
	const path = join(folder, "00000009.energy.json");
	writeFileSync(path, "{");
	mkdirSync(`${path}.unreadable`);
	const lines: string[] = [];
	const log = new EnergyLog();
	const note = (line: string): void => void lines.push(line);
	new EnergyFile(folder, 9, log, () => 0, note);
	expect(lines).toEqual([
		`--state: ${path} is no energy over time; it cannot become ${path}.unreadable: ` +
			"illegal operation on a directory",
	]);
});
