/**
 * node-mbus, the M-Bus master of the tests: npm fetches its sources, its C++ part is compiled here.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Report } from "../../engine/image/made.ts";
import { ROOT } from "../../engine/root.ts";
import { npmFailure } from "../boot.mjs";

const COMPILE_TIME_LIMIT_MS = 300_000;

/**
 * Folder above Node's own headers if they were installed with it; otherwise node-gyp downloads
 * them.
 */
function headers(): NodeJS.ProcessEnv {
	const prefix = dirname(dirname(process.execPath));
	return existsSync(join(prefix, "include/node/node.h")) ? { npm_config_nodedir: prefix } : {};
}

function npm(args: readonly string[]): void {
	const { status, error, stderr } = spawnSync("npm", args, {
		cwd: ROOT,
		encoding: "utf8",
		timeout: COMPILE_TIME_LIMIT_MS,
		maxBuffer: 1 << 24,
		env: { ...process.env, ...headers() },
	});
	if (error === undefined && status === 0) return;
	const failure = error?.message ?? npmFailure(stderr) ?? `status ${status}`;
	throw new Error(`set-up: npm ${args[0]} (node-mbus): ${failure}`);
}

/**
 * Compiles node-mbus unless that was done.
 *
 * @param report gets one line before a step that takes time
 * @throws one line, when npm or the compiler fails
 */
export function ensureMbusMaster(report: Report): void {
	const folder = join(ROOT, "node_modules/node-mbus");
	if (existsSync(join(folder, "build/Release/mbus.node"))) return;
	report("set-up: compiling node-mbus");
	// npm left it out if it tried to compile it when there was no compiler yet
	if (!existsSync(folder)) npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
	npm(["rebuild", "node-mbus"]);
}
