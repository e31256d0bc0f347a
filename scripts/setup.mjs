/**
 * What has to be there before `npm start` and `npm test`: node scripts/setup.mjs start|test|bench|image.
 * Plain Node, because it runs before the npm packages are installed. Quiet when there is nothing to do.
 */
import { fileURLToPath } from "node:url";
import { buildEngine } from "../engine/build.mjs";
import { ensureDebianPackages as ensureDebian } from "./setup/debian.mjs";
import { ensureMbusMaster as ensureMbus } from "./setup/mbus-master.mjs";
import { ensureNodePackages as ensureNode } from "./setup/node.mjs";
import { IMAGE, START, TEST } from "./setup/packages.mjs";
import { ensurePages } from "./setup/pages.mjs";

/** @param {string} line */
function report(line) {
	process.stderr.write(`${line}\n`);
}

/** The npm packages of package-lock.json. Throws one line. */
export function ensureNodePackages() {
	ensureNode(report);
}

/**
 * Debian packages: see scripts/setup/debian.mjs. Throws one line.
 *
 * @param {readonly string[]} packages
 */
export function ensureDebianPackages(packages) {
	ensureDebian(packages, report);
}

/** node-mbus: see scripts/setup/mbus-master.mjs. Throws one line. */
export function ensureMbusMaster() {
	ensureMbus(report);
}

/**
 * The desktop engine. Rejects with one line.
 *
 * @returns {Promise<string>} path of the executable
 */
export function ensureEngine() {
	return buildEngine(report);
}

/** The web pages of the bench. Rejects with one line. */
function ensureBuiltPages() {
	return ensurePages(report);
}

/**
 * Each step of a purpose, and whether the purpose fails with it. `npm start -- --engine node` needs neither
 * compiler nor engine, and npm does not tell this script about it: scripts/start.mjs decides there.
 */
const STEPS = {
	start: [
		{ run: ensureNodePackages, needed: true },
		{ run: () => ensureDebianPackages(START), needed: false },
		{ run: ensureEngine, needed: false },
		{ run: ensureBuiltPages, needed: false },
	],
	bench: [
		{ run: ensureNodePackages, needed: true },
		{ run: () => ensureDebianPackages([...new Set([...START, ...IMAGE])]), needed: true },
		{ run: ensureEngine, needed: true },
	],
	image: [
		{ run: ensureNodePackages, needed: true },
		{ run: () => ensureDebianPackages(IMAGE), needed: true },
	],
	test: [
		{ run: ensureNodePackages, needed: true },
		{ run: () => ensureDebianPackages(TEST), needed: true },
		{ run: ensureMbusMaster, needed: true },
		{ run: ensureEngine, needed: true },
		{ run: ensureBuiltPages, needed: true },
	],
};

async function main(purpose) {
	if (!Object.hasOwn(STEPS, purpose ?? "")) {
		report("usage: node scripts/setup.mjs start|test|bench|image");
		return 2;
	}
	for (const { run, needed } of STEPS[purpose]) {
		try {
			await run();
		} catch (error) {
			report(error.message);
			if (needed) return 1;
		}
	}
	return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
	process.exitCode = await main(process.argv[2]);
