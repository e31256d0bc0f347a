/** `npm run pictures`: takes the pictures of docs/panel and docs/meter-manager. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startBench } from "../../testkit/bench.ts";
import { openBrowser } from "../../testkit/browser.ts";
import { takeManagerPictures } from "./manager.ts";

const FOLDER = "docs/panel";
const MANAGER_FOLDER = "docs/meter-manager";

/** Milliseconds until charts show something, and before each picture. */
const HISTORY = 40_000;
const SETTLING = 1500;

/** Longest life of the bench in ms. */
const LIFE_LIMIT = 600_000;

/** The load at the start of the charts. */
const BEFORE = {
	phases: [1, 2, 3].map(() => ({ voltage: 230, current: 1, angle: 0, harmonics: [] })),
};

/** The load in the pictures: unbalanced, one phase in reverse, with a harmonic. */
const MAINS = {
	phases: [
		{
			current: 4.2,
			angle: 12,
			harmonics: [
				{ order: 3, voltagePercent: 1, voltageAngle: 0, currentPercent: 18, currentAngle: 180 },
			],
		},
		{ voltage: 227, current: 2.6, angle: -25 },
		{ current: 1.5, angle: 168 },
	],
};

/** Browser windows, and the pictures taken in each. */
const WINDOWS = [
	{
		viewport: { width: 1440, height: 900 },
		deviceScaleFactor: 1,
		pictures: [
			{ name: "desktop-light", colorScheme: "light", fullPage: false },
			{ name: "desktop-dark", colorScheme: "dark", fullPage: false },
			{ name: "desktop-whole", colorScheme: "light", fullPage: true },
		],
	},
	{
		viewport: { width: 390, height: 844 },
		deviceScaleFactor: 2,
		pictures: [
			{ name: "phone-light", colorScheme: "light", fullPage: false },
			{ name: "phone-dark", colorScheme: "dark", fullPage: false },
		],
	},
] as const;

/**
 * Takes all pictures.
 * @param folder for the pictures, from the repository's root
 */
async function takePictures(folder: string): Promise<void> {
	const bench = await startBench([], LIFE_LIMIT);
	const browser = await openBrowser();
	try {
		mkdirSync(folder, { recursive: true });
		await bench.call("POST", "/api/advance", { seconds: 600 });
		for (const { viewport, deviceScaleFactor, pictures } of WINDOWS) {
			const page = await browser.newPage({ viewport, deviceScaleFactor });
			await page.addInitScript("localStorage.setItem('ambit-tour', 'seen')");
			await bench.call("PATCH", "/api/mains", BEFORE);
			await page.goto(bench.http);
			await page.waitForTimeout(HISTORY / 3);
			await bench.call("PATCH", "/api/mains", MAINS);
			await page.waitForTimeout((HISTORY * 2) / 3);
			for (const { name, colorScheme, fullPage } of pictures) {
				await page.emulateMedia({ colorScheme });
				await page.getByRole("button", { name: "Right button" }).click();
				await page.waitForTimeout(SETTLING);
				await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
			}
			await page.close();
		}
		mkdirSync(MANAGER_FOLDER, { recursive: true });
		await takeManagerPictures(browser, bench.http, MANAGER_FOLDER);
	} finally {
		await browser.close();
		await bench.stop();
	}
}

await takePictures(FOLDER);
