/** node-mbus, the M-Bus master of the tests: npm brings its sources, its C++ part is compiled here, once. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { npmFailure } from "./node.mjs";
import { ROOT } from "./root.mjs";

const COMPILE_TIME_LIMIT_MS = 300_000;

/** Folder above Node's own headers where they were installed with it; node-gyp downloads them otherwise. */
function headers() {
	const prefix = dirname(dirname(process.execPath));
	return existsSync(join(prefix, "include/node/node.h")) ? { npm_config_nodedir: prefix } : {};
}

function npm(args) {
	const { status, error, stderr } = spawnSync("npm", args, {
		cwd: ROOT,
		encoding: "utf8",
		timeout: COMPILE_TIME_LIMIT_MS,
		maxBuffer: 1 << 24,
		env: { ...process.env, ...headers() },
	});
	const failure =
		error?.message ?? (status === 0 ? undefined : (npmFailure(stderr) ?? `status ${status}`));
	if (failure !== undefined) throw new Error(`set-up: npm ${args[0]} (node-mbus): ${failure}`);
}

/**
 * Compiles node-mbus unless that was done.
 *
 * @param {(line: string) => void} report told one line before what takes time
 * @throws {Error} one line, when npm or the compiler fails
 */
export function ensureMbusMaster(report) {
	const folder = join(ROOT, "node_modules/node-mbus");
	if (existsSync(join(folder, "build/Release/mbus.node"))) return;
	report("set-up: compiling node-mbus");
	// npm has left it out where it tried to compile it itself and there was no compiler yet
	if (!existsSync(folder)) npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
	npm(["rebuild", "node-mbus"]);
}
