/** `npm run docs`: builds the site, the meter in a web page and the documentation. */
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ROOT } from "../../engine/root.ts";
import { METER_PAGE } from "../setup/site.ts";

const DOCUMENTS = join(ROOT, "build/site/docs");
const SITE = join(ROOT, "build/www");

const USAGE = "docs: npm run docs [-- --base /PATH/]";

/** Megabytes of all files of a folder, each of a size. */
function megabytes(folder: string, sizeOf: (path: string) => number): string {
	const bytes = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.reduce((sum, entry) => sum + sizeOf(join(entry.parentPath, entry.name)), 0);
	return `${(bytes / 1e6).toFixed(2)} MB`;
}

/** Builds the documentation; a dead link fails it. Returns the exit code. */
function buildDocuments(base: string): number {
	const vitepress = join(ROOT, "node_modules/vitepress/bin/vitepress.js");
	const { status } = spawnSync(process.execPath, [vitepress, "build", "site/docs"], {
		cwd: ROOT,
		stdio: "inherit",
		env: { ...process.env, AMBIT_SITE_BASE: base },
	});
	return status ?? 1;
}

export function docs(args: readonly string[]): number {
	const [option, base = option === undefined ? "/" : "", ...more] = args;
	const isKnown = option === undefined || option === "--base";
	if (!isKnown || more.length > 0 || !/^\/(.*\/)?$/.test(base)) {
		console.error(USAGE);
		return 2;
	}
	const status = buildDocuments(base);
	if (status !== 0) return status;
	rmSync(SITE, { recursive: true, force: true });
	cpSync(join(ROOT, METER_PAGE), SITE, { recursive: true });
	cpSync(DOCUMENTS, join(SITE, "docs"), { recursive: true });
	const whole = megabytes(SITE, (path) => statSync(path).size);
	const meter = megabytes(join(ROOT, METER_PAGE), (path) => gzipSync(readFileSync(path)).length);
	console.log(`docs: ${SITE}, ${whole}; the meter's page, which a first visit loads: ${meter}`);
	return 0;
}
