/** Debian's Chromium, headless, for tests and pictures of the web pages. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Longest start of the browser in ms. */
const START_LIMIT = 30_000;

/** Path of the browser. */
export function chromiumPath(): string {
	const path = PATHS.find(existsSync);
	if (!path) throw new Error("chromium is not installed: apt-get install chromium");
	return path;
}

/**
 * Starts the browser. It reaches this machine only: requests to others fail, as they do offline.
 * @param lanAddress another address of this machine for the browser: a page from it has no more
 * rights than one from the LAN
 */
export function openBrowser(lanAddress?: string): Promise<Browser> {
	const lan = lanAddress === undefined ? [] : [`MAP ${lanAddress} 127.0.0.1`];
	return chromium.launch({
		executablePath: chromiumPath(),
		timeout: START_LIMIT,
		// There is no sandbox for root, and a small machine has little shared memory.
		args: [
			"--no-sandbox",
			"--disable-dev-shm-usage",
			`--host-resolver-rules=${[...lan, "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1"].join(" , ")}`,
		],
	});
}
