/** npm packages: installed from the lock file, once per lock file. Plain Node: it runs before they are there. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./root.mjs";

const INSTALL_TIME_LIMIT_MS = 600_000;

/**
 * Whether node_modules holds what the lock file asks for, by the list that npm writes when it has finished.
 *
 * @param {{packages: Record<string, {version?: string, optional?: boolean, link?: boolean}>}} lock package-lock.json
 * @param {{packages: Record<string, {version?: string}>}} installed node_modules/.package-lock.json
 */
export function installedAsLocked(lock, installed) {
	const wanted = Object.entries(lock.packages).filter(([path]) => path.startsWith("node_modules/"));
	const complete = wanted.every(([path, { version, optional }]) => {
		const found = installed.packages[path];
		// packages for other processors are optional and left out
		return found === undefined ? optional === true : found.version === version;
	});
	return complete && Object.keys(installed.packages).every((path) => path in lock.packages);
}

/** The first line in which npm says in words what went wrong: its codes come before. */
export function npmFailure(stderr) {
	const lines = stderr.split("\n").filter((line) => line.startsWith("npm error"));
	return lines.map((line) => line.slice(9).trim()).find((line) => /\s.*\s/.test(line));
}

function readJson(path) {
	return JSON.parse(readFileSync(path, "utf8"));
}

/**
 * Installs the npm packages unless they are those of package-lock.json.
 *
 * @param {(line: string) => void} report told one line before what takes time
 * @throws {Error} one line, when npm fails
 */
export function ensureNodePackages(report, root = ROOT) {
	const lockPath = join(root, "package-lock.json");
	const lockText = readFileSync(lockPath);
	const hash = createHash("sha256").update(lockText).digest("hex");
	const stamp = join(root, "node_modules", ".ambit-stamp");
	if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;

	// a person may have run npm by hand
	const listPath = join(root, "node_modules", ".package-lock.json");
	if (!existsSync(listPath) || !installedAsLocked(readJson(lockPath), readJson(listPath))) {
		report("set-up: installing npm packages");
		// No package needs a script of its own to be of use but node-mbus: scripts/setup/mbus-master.mjs
		const { status, error, stderr } = spawnSync(
			"npm",
			["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
			{
				cwd: root,
				encoding: "utf8",
				timeout: INSTALL_TIME_LIMIT_MS,
				maxBuffer: 1 << 24,
			},
		);
		if (error !== undefined) throw new Error(`set-up: npm ci: ${error.message}`);
		if (status !== 0) {
			throw new Error(`set-up: npm ci: ${npmFailure(stderr) ?? `status ${status}`}`);
		}
	}
	writeFileSync(stamp, hash);
}
