/** Opens the front panel in a browser, for tests. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import { ensurePages } from "../scripts/setup/pages.ts";
import { type RunningBench, startBench } from "./bench.ts";
import { openBrowser } from "./browser.ts";

/** Longest wait for one state. */
const PATIENCE_MS = 60_000;

/** Longest time of a test. */
export const LIMIT_MS = 300_000;

const DESKTOP = { width: 1440, height: 900 };

/** An open panel. */
export interface Panel {
	readonly page: Page;
	/** Errors in the page, violations of its policy and requests to other hosts. */
	readonly problems: readonly string[];
}

/** Circumstances in which a panel is opened. */
interface Options extends BrowserContextOptions {
	/** After the bench's address. */
	readonly path?: string;
	/** True: a visitor who has not been offered the tour. */
	readonly firstVisit?: boolean;
	/** Script that runs in the page before its own. */
	readonly init?: string;
	/** Text of the connection's state to wait for. */
	readonly state?: string;
}

/** Opens the panel of a bench and waits until it is connected. */
export async function openPanel(
	browser: Browser,
	bench: RunningBench,
	{ path = "", firstVisit = false, state = "connected", init, ...options }: Options = {},
): Promise<Panel> {
	await ensurePages(() => {});
	const page = await browser.newPage({ viewport: DESKTOP, ...options });
	page.setDefaultTimeout(PATIENCE_MS);
	const problems: string[] = [];
	page.on("pageerror", (error) => void problems.push(error.message));
	page.on("console", (message) => {
		if (message.type() === "error") problems.push(message.text());
	});
	page.on("request", (request) => {
		if (new URL(request.url()).hostname !== "127.0.0.1") problems.push(request.url());
	});
	if (!firstVisit) await page.addInitScript("localStorage.setItem('ambit-tour', 'seen')");
	if (init !== undefined) await page.addInitScript(init);
	await page.goto(`${bench.http}/${path}`);
	await page.getByText(state, { exact: true }).waitFor({ timeout: PATIENCE_MS });
	return { page, problems };
}

/** A panel with a bench and a browser of its own. */
export interface PanelOnBench extends Panel {
	readonly browser: Browser;
	readonly bench: RunningBench;
	/** Closes the browser and stops the bench. */
	close(): Promise<void>;
}

/** Starts a bench with these arguments, and opens its panel in a browser. */
export async function startPanel(args: readonly string[] = []): Promise<PanelOnBench> {
	const browser = await openBrowser();
	const bench = await startBench(args);
	const panel = await openPanel(browser, bench);
	const close = async (): Promise<void> => {
		await browser.close();
		await bench.stop();
	};
	return { ...panel, browser, bench, close };
}

/** Polls a value until it is as expected. */
export const until = (value: () => unknown) =>
	expect.poll(value, { timeout: PATIENCE_MS, interval: 100 });
