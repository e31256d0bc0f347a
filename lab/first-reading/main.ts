/**
 * `npm run first-reading`: time from the address to the first reading of the meter in a web page,
 * on its LCD in Debian's Chromium: at the first visit, and again without a network.
 */
import { cpus, loadavg } from "node:os";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../../testkit/browser.ts";
import { childrenNamed, processorSeconds } from "../../testkit/processes.ts";
import { METER_PAGE, serveSite } from "../../testkit/site.ts";

const VISITS = 5;

/** Longest wait for a reading. */
const LIMIT_MS = 120_000;

/** The project's own limit. */
const LIMIT_S = 3;

/** Processor time of the browser's processes so far, s: what a busy machine does not change. */
const browserSeconds = (): number =>
	childrenNamed(process.pid, "chrom").reduce((sum, child) => sum + processorSeconds(child), 0);

/** Notes the page's time when the LCD first shows the power of its mains. */
const WATCH = `
	localStorage.setItem("ambit-tour", "seen");
	window.firstReading = new Promise((resolve) => {
		const look = () => {
			const words = document.querySelector("canvas.lcd")?.getAttribute("aria-label") ?? "";
			if (Number(/P +([0-9.]+) kW/.exec(words)?.[1]) > 0) resolve(performance.now());
			else setTimeout(look, 5);
		};
		look();
	});
`;

/** Seconds from the navigation to the first reading. */
async function readingOf(page: Page): Promise<number> {
	return (await page.evaluate<number>("window.firstReading")) / 1000;
}

interface Visit {
	readonly firstS: number;
	/** Processor time until then. */
	readonly workS: number;
	readonly offlineS: number;
}

/** A browser that knows nothing of the page, then the same one offline. */
async function visit(browser: Browser): Promise<Visit> {
	const site = await serveSite(METER_PAGE);
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
	await context.addInitScript(WATCH);
	const page = await context.newPage();
	page.setDefaultTimeout(LIMIT_MS);
	try {
		const before = browserSeconds();
		await page.goto(`${site.url}/`);
		const firstS = await readingOf(page);
		const workS = browserSeconds() - before;
		await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");
		await page.waitForFunction("caches.keys().then((keys) => keys.length === 1)");
		await site.close();
		await page.reload();
		return { firstS, workS, offlineS: await readingOf(page) };
	} finally {
		await context.close();
		await site.close();
	}
}

/** Least, median and greatest. */
function spread(values: readonly number[]): string {
	const sorted = values.toSorted((a, b) => a - b);
	const at = (part: number): string =>
		(sorted[Math.floor(part * (sorted.length - 1))] ?? 0).toFixed(2);
	return `${at(0)} to ${at(1)} s, median ${at(0.5)} s`;
}

const load = (loadavg()[0] ?? 0).toFixed(1);
console.log(`${load} processes want to run on ${cpus().length} cores; an idle machine has 0`);
const browser = await openBrowser();
try {
	const visits: Visit[] = [];
	for (let count = 0; count < VISITS; count++) visits.push(await visit(browser));
	const first = visits.map(({ firstS }) => firstS);
	console.log(`first reading at the first visit: ${spread(first)} (limit: ${LIMIT_S} s)`);
	console.log(`processor time until then:      ${spread(visits.map(({ workS }) => workS))}`);
	console.log(`again, offline:                 ${spread(visits.map(({ offlineS }) => offlineS))}`);
	if (Math.min(...first) > LIMIT_S) process.exitCode = 1;
} finally {
	await browser.close();
}
