/** Takes the pictures of Meter Manager. */
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";

/** Harmonics of the currents in the picture of power quality: those of a rectifier. */
const RECTIFIER = [
	[3, 31],
	[5, 22],
	[7, 12],
	[9, 5],
	[11, 4],
	[13, 2.5],
	[15, 1.5],
].map(([order, currentPercent]) => ({
	order,
	currentPercent,
	currentAngle: 180,
	voltagePercent: 0.4,
	voltageAngle: 0,
}));

/** Serial number of the bench's meter. */
const SERIAL_NUMBER = "12345678";

/** Time until the charts show something. */
const CHART_MS = 12_000;

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };
const DESKTOP = { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 };

/**
 * Takes the pictures of a bench's only meter.
 * @param http address of the bench
 * @param folder for the pictures, from the repository's root
 */
export async function takeManagerPictures(
	browser: Browser,
	http: string,
	folder: string,
): Promise<void> {
	const take = async (
		name: string,
		window: typeof PHONE,
		colorScheme: "light" | "dark",
		show: (page: Page) => Promise<void>,
	): Promise<void> => {
		const page = await browser.newPage({ ...window, colorScheme });
		await page.goto(`${http}/manager/`);
		await page.locator(".meters").getByRole("button", { name: SERIAL_NUMBER }).click();
		await page.getByText("No error").waitFor();
		await show(page);
		await page.screenshot({ path: join(folder, `${name}.png`) });
		await page.close();
	};
	const tab = (page: Page, name: string): Promise<void> =>
		page.getByRole("navigation").getByRole("button", { name }).click();
	await take("device-desktop", DESKTOP, "light", async () => {});
	await take("readings-phone", PHONE, "light", (page) => tab(page, "Readings"));
	await take("charts-phone", PHONE, "dark", async (page) => {
		await tab(page, "Charts");
		await page.waitForTimeout(CHART_MS);
	});
	await take("quality-desktop", DESKTOP, "light", async (page) => {
		const phases = [RECTIFIER, RECTIFIER, []].map((harmonics) => ({ harmonics }));
		await fetch(`${http}/api/mains`, {
			method: "PATCH",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({ phases }),
		});
		await tab(page, "Quality");
		await page.getByRole("img", { name: /^Harmonics of I1, the largest 3/ }).waitFor();
		// The values are read before the harmonics.
		await page.locator("[data-register=currentThdL1]", { hasText: /^4/ }).waitFor();
	});
	await take("settings-phone", PHONE, "light", async (page) => {
		await tab(page, "Settings");
		await page.locator("#ctRatio").fill("250");
		await page.locator("#lcdCycleTime").fill("31");
		await page.evaluate("scrollTo(0, 0)");
	});
}
