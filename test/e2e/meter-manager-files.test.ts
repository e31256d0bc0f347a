import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ensurePages } from "../../scripts/setup/pages.ts";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { openBrowser } from "../../testkit/browser.ts";
import { readBlock } from "../../testkit/readings.ts";
import { PATIENCE_MS, until } from "../../testkit/until.ts";

/** Longest time of a test and of a meter's life. */
const LIMIT_MS = 300_000;

let bench: RunningBench;
let browser: Browser;
let page: Page;

// At very low speed the readings do not change while they are compared.
beforeAll(async () => {
	await ensurePages(() => {});
	bench = await startBench(["--calibrated", "no", "--speed", "0.02"], LIMIT_MS);
	await bench.call("PATCH", "/api/mains", {
		phases: [{ current: 4, angle: 150 }, { current: 0.5 }, {}],
	});
	await bench.call("POST", "/api/advance", { seconds: 120 });
	browser = await openBrowser();
	page = await (await browser.newContext({ acceptDownloads: true })).newPage();
	page.setDefaultTimeout(PATIENCE_MS);
	await page.goto(`${bench.http}/manager/`);
	await page.getByRole("button", { name: "12345678" }).click();
	await page.locator(".device").waitFor();
	await page.getByRole("navigation").getByRole("button", { name: "Readings" }).click();
}, LIMIT_MS);

afterAll(async () => {
	await browser?.close();
	await bench?.stop();
});

/** Clicks a button and returns the text of the file downloaded. */
async function downloadOf(name: string): Promise<string> {
	const download = page.waitForEvent("download");
	await page.getByRole("button", { name }).click();
	return readFileSync(await (await download).path(), "utf8");
}

/** First addresses and lengths of the blocks to compare. */
const BLOCKS = [
	[0x5000, 0x38],
	[0x6000, 0x48],
	[0x6049, 0x48],
	// The CT history.
	[0x6100, 0x50],
	[0x6150, 0x50],
	[0x6300, 0x50],
	[0x6350, 0x50],
] as const;

const readBlocks = () =>
	Promise.all(BLOCKS.map(([first, count]) => readBlock(bench, first, count)));

/** Returns a register's value in the blocks read over Modbus. */
function valueIn(blocks: readonly Buffer[], address: number): number {
	const at = BLOCKS.findIndex(([first, count]) => address >= first && address < first + count);
	return blocks[at]?.readFloatBE(2 * (address - (BLOCKS[at]?.[0] ?? 0))) ?? Number.NaN;
}

interface Files {
	/** Lines of the CSV file that hold a measurement or an energy, cell by cell. */
	lines: string[][];
	json: { registers: { register: string; value: number }[] };
}

async function makeFiles(): Promise<Files> {
	const button = page.getByRole("button", { name: "Read", exact: true });
	await button.click();
	// The button is enabled again once everything has been read.
	await until(() => button.isEnabled()).toBe(true);
	const lines = (await downloadOf("CSV"))
		.trim()
		.split("\r\n")
		.map((line) => line.split(","))
		.filter(([, , hex = ""]) => /^[56]/.test(hex) && hex !== "6048");
	return { lines, json: JSON.parse(await downloadOf("JSON")) as Files["json"] };
}

/** Returns the lines whose values differ from the registers both before and after. */
const mismatches = ({ lines }: Files, before: readonly Buffer[], after: readonly Buffer[]) =>
	lines.filter(([, , hex = "", , , value]) => {
		const address = Number.parseInt(hex, 16);
		return ![before, after].some(
			(blocks) => valueIn(blocks, address) === Math.fround(Number(value)),
		);
	});

it(
	"the files of Meter Manager contain the registers' values to the last digit",
	async () => {
		let before = await readBlocks();
		let files = await makeFiles();
		let after = await readBlocks();
		// Requests take time on the bus: a reading may change twice between two of them.
		for (let again = 0; again < 10 && mismatches(files, before, after).length > 0; again++) {
			before = await readBlocks();
			files = await makeFiles();
			after = await readBlocks();
		}
		const { lines, json } = files;
		expect(mismatches(files, before, after)).toEqual([]);
		// The manual lists 26 measurements, 72 energies, and 160 of the CT history.
		expect(lines).toHaveLength(26 + 72 + 160);
		for (const [serialNumber, , hex, , , value] of lines) {
			expect(serialNumber).toBe("12345678");
			expect(json.registers.find((each) => each.register === hex)?.value).toBe(Number(value));
		}
		expect(lines.filter(([, , , , , value]) => Number(value) !== 0).length).toBeGreaterThan(50);
	},
	LIMIT_MS,
);
