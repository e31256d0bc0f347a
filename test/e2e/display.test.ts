import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningBench, startBench } from "../../testkit/bench.ts";

interface Shown {
	rows: string[];
	backlight: boolean;
	bluetooth: boolean;
	page: string | null;
}

let bench: RunningBench;

beforeAll(async () => {
	bench = await startBench(["--speed", "4", "--calibrated", "no"]);
});

afterAll(async () => {
	await bench?.stop();
});

async function display(): Promise<Shown> {
	return (await bench.call("GET", "/api/display")).body as Shown;
}

async function press(...buttons: string[]): Promise<void> {
	for (const button of buttons)
		expect((await bench.call("POST", "/api/buttons", { button })).status).toBe(200);
}

async function openSettings(): Promise<void> {
	const { status } = await bench.call("POST", "/api/buttons", { button: "middle", hold: 3200 });
	expect([status, (await display()).rows[5]]).toEqual([200, "*BLUETOOTH"]);
	await press("right", "middle", "middle", "middle", "middle", "middle");
	expect((await display()).page).toBe("1/3");
}

describe("the display of a running meter", () => {
	it("the display shows the load and the true energy", async () => {
		await bench.call("PATCH", "/api/mains", {
			phases: Array(3).fill({ current: 4, angle: 0 }),
		});
		await bench.call("POST", "/api/advance", { seconds: 60 });
		const { rows, bluetooth } = await display();
		expect(rows[0]).toMatch(/^v\d{3}-(12345678|[0-9A-F]{8}) +ᛒ +t1 +ct 0005\/5$/);
		expect(bluetooth).toBe(true);
		const shown = Number(/^→T1 forward : (\d{6}\.\d{3}) kWh$/.exec(rows[1])?.[1]);
		const { body } = await bench.call("GET", "/api/truth");
		const { energy } = body as { energy: { primary: { total: { forwardActive: number } } } };
		expect(shown).toBeGreaterThan(0.04);
		expect(Math.abs(shown - energy.primary.total.forwardActive / 1000)).toBeLessThan(0.003);
	});

	it("page 9 shows harmonic distortion and the neutral current", async () => {
		const currents = [4, 4, 1].map((current) => ({ current, angle: 0 }));
		await bench.call("PATCH", "/api/mains", { phases: currents });
		await bench.call("POST", "/api/advance", { seconds: 3 });
		for (let presses = 0; presses < 16 && (await display()).page !== "9/16"; presses++)
			await press("right");
		const { rows, page } = await display();
		expect(page).toBe("9/16");
		for (const row of rows.slice(5, 7))
			expect(row).toMatch(/^THD [UI] {2}(L[123] +\d+\.\d +){3}%$/);
		expect(Math.abs(Number(/^I N +(\d+\.\d+) A$/.exec(rows[7])?.[1]) - 3)).toBeLessThan(0.1);
	});

	it("the buttons set the CT ratio, which adds a page to the CT history", async () => {
		await openSettings();
		// CT is the sixth item; then 0005/5 becomes 0105/5.
		await press("right", "right", "right", "right", "right", "middle");
		await press("middle", "middle", "right", "middle", "middle", "middle", "middle");
		expect((await display()).rows[0]).toMatch(/ct 0105\/5$/);
		await bench.call("POST", "/api/advance", { seconds: 61 });
		expect((await display()).page).toMatch(/\/18$/);
	});

	it("a power cut in a menu discards the setting and returns to the pages", async () => {
		await openSettings();
		await press("right", "middle", "middle", "right");
		expect((await display()).rows.join("\n")).toContain("< T2 >");
		await bench.call("POST", "/api/power", { on: false });
		expect((await display()).rows).toEqual([]);
		expect((await bench.call("POST", "/api/buttons", { button: "left" })).status).toBe(409);
		await bench.call("POST", "/api/power", { on: true });
		await bench.call("POST", "/api/advance", { seconds: 1 });
		const { rows, page } = await display();
		expect(page).toMatch(/^1\//);
		expect(rows[0]).toMatch(/ t1 /);
	});
});
