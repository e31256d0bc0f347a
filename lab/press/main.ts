/**
 * `npm run press`: time from a press of the right button to the first change of the LCD and to the
 * last, as a person sees both on the front panel in Debian's Chromium.
 */
import { cpus, loadavg } from "node:os";
import type { Page } from "playwright-core";
import { startBench } from "../../testkit/bench.ts";
import { openBrowser } from "../../testkit/browser.ts";
import { openPanel } from "../../testkit/panel.ts";

const PRESSES = 20;

/** A picture follows its last change by at most that. */
const SETTLED_MS = 700;

/** Times of the page's clock, ms. */
interface Press {
	readonly downMs: number;
	/** Frames of the screen with a changed LCD. */
	readonly drawnMs: readonly number[];
}

/** Notes each press, and each frame of the screen in which the LCD is drawn again. */
const WATCH = `
	window.press = { downMs: 0, drawnMs: [] };
	const { putImageData } = CanvasRenderingContext2D.prototype;
	CanvasRenderingContext2D.prototype.putImageData = function (...all) {
		putImageData.apply(this, all);
		requestAnimationFrame(() => window.press.drawnMs.push(performance.now()));
	};
	addEventListener("pointerdown", ({ timeStamp }) => {
		window.press = { downMs: timeStamp, drawnMs: [] };
	}, true);
`;

async function pressOnce(page: Page): Promise<Press> {
	await page.getByRole("button", { name: "Right button" }).hover();
	await page.mouse.down();
	await page.mouse.up();
	await page.waitForTimeout(SETTLED_MS);
	return page.evaluate<Press>("window.press");
}

/** Least, median and greatest. */
function spread(values: readonly number[]): string {
	const sorted = values.toSorted((a, b) => a - b);
	const at = (part: number): string =>
		(sorted[Math.floor(part * (sorted.length - 1))] ?? 0).toFixed(0);
	return `${at(0)} to ${at(1)} ms, median ${at(0.5)} ms`;
}

async function measure(): Promise<void> {
	const load = (loadavg()[0] ?? 0).toFixed(1);
	console.log(`${load} processes want to run on ${cpus().length} cores; an idle machine has 0`);
	const bench = await startBench();
	const browser = await openBrowser();
	try {
		const { page } = await openPanel(browser, bench, { init: WATCH });
		await page.waitForTimeout(SETTLED_MS);
		const presses: Press[] = [];
		for (let count = 0; count < PRESSES; count++) presses.push(await pressOnce(page));
		const seen = presses.filter(({ drawnMs }) => drawnMs.length > 0);
		const since = (pick: (press: Press) => number | undefined): number[] =>
			seen.map((press) => (pick(press) ?? 0) - press.downMs);
		console.log(`${seen.length} of ${PRESSES} presses of the right button changed the LCD`);
		console.log(`first change after ${spread(since(({ drawnMs }) => drawnMs[0]))}`);
		console.log(`last change after  ${spread(since(({ drawnMs }) => drawnMs.at(-1)))}`);
	} finally {
		await browser.close();
		await bench.stop();
	}
}

await measure();
