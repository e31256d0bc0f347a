/**
 * `npm run lighthouse`: Lighthouse's figures of the front panel and of Meter Manager, on a desktop
 * and on a phone. Lighthouse has 170 MB, too much for `npm ci`: it is installed at its pinned
 * version into the user's cache, outside the repository.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { temporaryDirectory } from "../../bench/temporary.ts";
import { startBench } from "../../testkit/bench.ts";
import { chromiumPath } from "../../testkit/browser.ts";

/** The last version for Node 20. */
const VERSION = "12.8.2";

const FOLDER = join(
	process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"),
	`ambit/lighthouse-${VERSION}`,
);

const PAGES = [
	{ name: "panel", path: "/" },
	{ name: "Meter Manager", path: "/manager/" },
] as const;

const FORMS = ["desktop", "mobile"] as const;

const CATEGORIES = ["accessibility", "best-practices"] as const;

/** Greatest sum of layout shifts. */
const SHIFT_LIMIT = 0.02;

const FLAGS = "--headless=new --no-sandbox --disable-dev-shm-usage";

/** The part of a report that is judged. */
interface Report {
	readonly categories: Readonly<
		Record<
			(typeof CATEGORIES)[number],
			{ readonly score: number | null; readonly auditRefs: readonly { readonly id: string }[] }
		>
	>;
	readonly audits: Readonly<
		Record<string, { readonly score: number | null; readonly title: string; numericValue?: number }>
	>;
}

/** Installs Lighthouse unless it is there; returns its program. */
function installed(): string {
	const program = join(FOLDER, "node_modules/lighthouse/cli/index.js");
	if (existsSync(program)) return program;
	console.log(`installing lighthouse ${VERSION} into ${FOLDER}`);
	mkdirSync(FOLDER, { recursive: true });
	const options = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts"];
	execFileSync("npm", ["install", ...options, "--prefix", FOLDER, `lighthouse@${VERSION}`]);
	return program;
}

function reportOf(program: string, url: string, form: (typeof FORMS)[number], to: string): Report {
	const args = [
		...["--quiet", "--output", "json", "--output-path", to, `--chrome-flags=${FLAGS}`],
		...["--only-categories", `performance,${CATEGORIES.join()}`],
		...(form === "desktop" ? ["--preset", "desktop"] : []),
	];
	execFileSync(process.execPath, [program, url, ...args], {
		env: { ...process.env, CHROME_PATH: chromiumPath() },
		stdio: ["ignore", "ignore", "inherit"],
	});
	return JSON.parse(readFileSync(to, "utf8")) as Report;
}

/** Prints a page's figures, and each audit that is not passed; returns true if all are good. */
function judge(name: string, { categories, audits }: Report): boolean {
	const scores = CATEGORIES.map((id) => Math.round(100 * (categories[id].score ?? 0)));
	const shift = audits["cumulative-layout-shift"]?.numericValue ?? Number.NaN;
	const [accessibility, bestPractices] = scores;
	console.log(
		`${name.padEnd(22)} accessibility ${accessibility}, best practices ${bestPractices}, ` +
			`layout shift ${shift.toFixed(3)}`,
	);
	for (const { id } of CATEGORIES.flatMap((category) => categories[category].auditRefs)) {
		const audit = audits[id];
		if (audit?.score !== null && audit !== undefined && audit.score < 1)
			console.log(`  ${id}: ${audit.title}`);
	}
	return scores.every((score) => score === 100) && shift <= SHIFT_LIMIT;
}

async function measure(): Promise<boolean> {
	const program = installed();
	const folder = temporaryDirectory();
	const bench = await startBench();
	let good = true;
	try {
		for (const { name, path } of PAGES)
			for (const form of FORMS) {
				const report = reportOf(program, bench.http + path, form, join(folder.path, "report.json"));
				good = judge(`${name}, ${form}`, report) && good;
			}
	} finally {
		await bench.stop();
		folder.remove();
	}
	return good;
}

process.exitCode = (await measure()) ? 0 : 1;
