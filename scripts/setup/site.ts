/** The site's first page, the meter in a web page, built by Vite into build/site/meter. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stop } from "esbuild";
import type { Report } from "../../engine/image/made.ts";
import { ROOT } from "../../engine/root.ts";
import { bundleFirmware, bundleForNode, bundleNodeEngine } from "../bundle.ts";
import { load } from "../load.ts";
import { buildPages, hashOf } from "./pages.ts";

/** Folder of the page. */
export const METER_PAGE = "build/site/meter";

/** Flash of the meter as it comes from the factory; the page imports it. */
const FLASH = "build/site/meter.flash";

const SOURCES = [
	"bench",
	"boards/virtual",
	"client",
	"engine/kernel",
	"engine/node",
	"site",
	"spec",
	"src",
	"package-lock.json",
	"scripts/bundle.ts",
	"scripts/setup/site.ts",
];

/** Makes the meter, calibrated. */
async function makeMeter(firmware: string): Promise<void> {
	const engine = await bundleNodeEngine();
	const module = await bundleForNode("site/factory.ts", "build/run/factory.mjs");
	const factory = await load<{
		makeMeter(engine: string, firmware: string, path: string): Promise<void>;
	}>(module);
	await factory.makeMeter(engine, firmware, join(ROOT, FLASH));
}

/**
 * Builds the page if its sources have changed. Rejects with one line when that fails.
 *
 * @param report gets one line before a step that takes time
 */
export async function ensureMeterPage(report: Report): Promise<void> {
	const out = join(ROOT, METER_PAGE);
	const stamp = `${out}.stamp`;
	const hash = hashOf(SOURCES);
	if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
	report("set-up: building the meter's web page");
	mkdirSync(dirname(stamp), { recursive: true });
	await makeMeter(await bundleFirmware());
	await stop();
	await buildPages("site", out);
	writeFileSync(stamp, hash);
}
