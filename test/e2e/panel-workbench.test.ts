/** Days, scenarios and recordings that the panel plays at the terminals, on one bench. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { violationsInAllLooks } from "../../testkit/accessibility.ts";
import type { RunningBench } from "../../testkit/bench.ts";
import { LIMIT_MS, type PanelOnBench, startPanel, until } from "../../testkit/panel.ts";
import { writeWaveforms } from "../../testkit/waveforms/write.ts";

const WAVEFORMS = mkdtempSync(join(tmpdir(), "ambit-waveforms-"));

let bench: RunningBench;
let panel: PanelOnBench;
let page: Page;

beforeAll(async () => {
	panel = await startPanel();
	({ bench, page } = panel);
}, LIMIT_MS);

afterAll(async () => {
	await panel.close();
	rmSync(WAVEFORMS, { recursive: true });
	// Chromium logs the refusals that the tests are about.
	expect(panel.problems.filter((text) => !text.includes("400"))).toEqual([]);
});

const day = () => page.locator("#day");

const scenario = async () => (await bench.call("GET", "/api/scenario")).body;

/** Gives files to a button that asks for them, by their names. */
async function giveAll(label: string, files: Record<string, Buffer>): Promise<void> {
	const input = page.locator(`input[type="file"][aria-label="${label}"]`);
	await input.setInputFiles(
		Object.entries(files).map(([name, buffer]) => ({
			name,
			mimeType: "application/octet-stream",
			buffer,
		})),
	);
}

const give = (label: string, name: string, content: string) =>
	giveAll(label, { [name]: Buffer.from(content) });

it("a day in a house plays ahead of the clock, shows how far it is, and is cancelled", async () => {
	await until(() => day().getByText("The meter’s CT ratio becomes 50/5").count()).toBe(1);
	await day().getByRole("button", { name: "charger" }).click();
	await day().getByLabel("Time of day").selectOption("18:00");
	await day().getByLabel("Length").selectOption("7 d");
	await day().getByRole("button", { name: "Play", exact: true }).click();
	const bar = day().getByRole("progressbar", { name: "Part of the scenario played" });
	await until(() => bar.getAttribute("value").then(Number)).toBeGreaterThan(300);
	await until(() => day().innerText()).toMatch(/house, charger, 18:\d\d:\d\d/);
	expect(await page.locator(".top").getByRole("progressbar").count()).toBe(1);
	expect(await violationsInAllLooks(page)).toEqual([]);
	await day().getByRole("button", { name: "Cancel the scenario" }).click();
	await until(() => bar.count()).toBe(0);
	await until(() => day().innerText()).toContain("house, charger: cancelled");
	expect(await scenario()).toMatchObject({
		state: "stopped",
		scenario: { clock: "18:00", meters: [{ ct: "50/5" }] },
	});
	// 16 A and the house, on the secondary side of 50/5.
	const { body } = await bench.call("GET", "/api/mains");
	const [{ current }] = (body as { phases: { current: number }[] }).phases as [{ current: number }];
	expect(current).toBeGreaterThan(1.6);
	expect(current).toBeLessThan(2.3);
});

it("a day that is asked for twice in a hurry is asked for once", async () => {
	let asked = 0;
	page.on("request", (request) => {
		if (request.method() === "PUT" && request.url().includes("/api/scenario")) asked++;
	});
	await day().getByRole("button", { name: "Play", exact: true }).dblclick();
	await day().getByRole("button", { name: "Cancel the scenario" }).click();
	await until(scenario).toMatchObject({ state: "stopped" });
	expect(asked).toBe(1);
	expect(await day().locator(".problem").innerText()).toBe("");
});

it("a scenario from a file plays, and one that is wrong is told by name and line", async () => {
	await give("Play a file", "wrong.yaml", "version: 1\nduration: never\n");
	await day().getByText('wrong.yaml:2: duration: "never" is not a time').waitFor();
	const events = "events:\n  - { at: 10 s, mains: { frequency: 51 } }\n";
	await give(
		"Play a file",
		"right.yaml",
		`version: 1\ntitle: fast mains\nduration: 20 s\n${events}`,
	);
	await until(() => day().innerText()).toContain("fast mains: over");
	expect((await bench.call("GET", "/api/mains")).body).toMatchObject({ frequency: 51 });
	expect(await day().locator(".problem").innerText()).toBe("");
});

it("a load profile from a file plays, and a row that is wrong is named", async () => {
	await give("Play a file", "load.csv", "time,L1,L2,L3\n0,1150,2300,\n");
	await day().getByText("profile:2: L3: is empty").waitFor();
	await give("Play a file", "load.csv", "time,L1,L2,L3\n0,1150,2300,-2300\n");
	await until(async () => (await bench.call("GET", "/api/mains")).body).toMatchObject({
		phases: [
			{ current: 0.5, angle: 0 },
			{ current: 1, angle: 0 },
			{ current: 1, angle: 180 },
		],
	});
	await day().getByRole("button", { name: "Cancel the scenario" }).click();
	await until(() => day().innerText()).toContain("load.csv: cancelled");
});

/** Contents of a recording's file. */
const recording = (name: string) => readFileSync(join(WAVEFORMS, name));

const scope = () => page.locator(".card.scope");

const truth = async () => (await bench.call("GET", "/api/truth")).body as Truth;

interface Truth {
	frequency: number;
	phases: { voltage: number; current: number }[];
	energy: { secondary: { total: { forwardActive: number } } };
}

it("a recording plays at the terminals, with channels to choose, and is taken off", async () => {
	writeWaveforms(WAVEFORMS);
	const before = await truth();
	await giveAll("Play a recording", {
		"building-60hz.cfg": recording("building-60hz.cfg"),
		"building-60hz.dat": recording("building-60hz.dat"),
	});
	// Its currents are those of a switchboard.
	await scope().getByText("building-60hz.cfg: channel").waitFor();
	expect(await scope().locator(".problem").innerText()).toContain("a scale (scale V:I)");
	await scope().getByLabel("Channels, V:I").fill("5,6,7:1,2,3");
	await scope().getByLabel("Factors to the terminals, V:I").fill("1:0.025");
	await scope().getByRole("button", { name: "Play again" }).click();
	await scope().getByText("channels 5,6,7:1,2,3").waitFor();
	const during = await truth();
	expect(during.frequency).toBeCloseTo(60, 1);
	await page.locator("#mains").getByText("A recorded waveform has no settings.").waitFor();
	expect(await violationsInAllLooks(page)).toEqual([]);
	await page.locator("#mains").getByRole("button", { name: "Back to the mains" }).click();
	await page.getByRole("slider", { name: "L1 voltage U" }).waitFor();
	const after = await truth();
	expect(after.frequency).toBeCloseTo(before.frequency, 6);
	const energyOf = ({ energy }: Truth) => energy.secondary.total.forwardActive;
	expect(energyOf(during)).toBeGreaterThan(energyOf(before));
	expect(energyOf(after)).toBeGreaterThanOrEqual(energyOf(during));
});

it("a recording that the panel has saved itself is played without further ado", async () => {
	const saved = await fetch(`${bench.http}/api/waveform.cff`);
	await giveAll("Play a recording", { "ambit.cff": Buffer.from(await saved.arrayBuffer()) });
	await scope().getByText("The terminals carry").waitFor();
	await until(() => scope().innerText()).toContain("channels 1,3,5:2,4,6");
	await bench.call("DELETE", "/api/waveform");
	await until(() => scope().getByText("The terminals carry").count()).toBe(0);
});

it("files that are no recording change nothing, and one line names what is wrong", async () => {
	const refusal = (text: string) => scope().locator(".problem").getByText(text).waitFor();
	await giveAll("Play a recording", { "alone.cfg": recording("building-60hz.cfg") });
	await refusal("A recording is one .cff, or a .cfg and its .dat chosen together.");
	const data = recording("building-60hz.dat");
	await giveAll("Play a recording", {
		"x.cfg": Buffer.from("station,1,1999\n3,xA,0D\n"),
		"x.dat": data,
	});
	await refusal('x.cfg:2: "3,xA,0D" is not a number of channels (total,nA,nD)');
	const cfg = recording("building-60hz.cfg");
	await giveAll("Play a recording", { "x.cfg": cfg, "x.dat": data.subarray(0, 101) });
	await refusal("x.dat");
	await giveAll("Play a recording", { "x.cff": Buffer.from("no recording") });
	await refusal('x.cff: no "--- file type: DAT ---" part');
	await giveAll("Play a recording", { "x.cff": Buffer.alloc(17_000_000) });
	await refusal("x.cff: 17000000 bytes, the limit is 16777216");
	await give("Play a file", "wrong.yaml", "version: 2\n");
	await day().getByText("wrong.yaml:1: version").waitFor();
	expect(await violationsInAllLooks(page)).toEqual([]);
	expect((await bench.call("GET", "/api/waveform")).body).toEqual({ waveform: null });
});
