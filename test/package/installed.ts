/** The packed package, installed in an empty folder as a user does. */
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../manifest/manifest.ts";

/** Longest time of npm and of a test runner, in ms: stops what hangs. */
const LIMIT_MS = 600_000;

/** Runs a program in a folder. */
export function runIn(
	cwd: string,
	command: string,
	args: readonly string[],
	environment: NodeJS.ProcessEnv = {},
): SpawnSyncReturns<string> {
	const env = { ...process.env, ...environment };
	// An example runs its own test runner inside this one.
	for (const name of Object.keys(env)) if (/^(VITEST|NODE_TEST|npm_)/.test(name)) delete env[name];
	return spawnSync(command, args, { cwd, encoding: "utf8", timeout: LIMIT_MS, env });
}

/** A folder with the package in its node_modules. */
export class Installed {
	readonly folder = mkdtempSync(join(tmpdir(), "ambit-package-"));
	/** Names of the files in the archive. */
	readonly files: readonly string[];
	/** Bytes of the archive. */
	readonly size: number;

	constructor() {
		const pack = this.#npm(root, ["pack", "--json", "--pack-destination", this.folder]);
		const [packed] = JSON.parse(pack.slice(pack.indexOf("["))) as {
			files: { path: string }[];
			size: number;
		}[];
		this.files = packed.files.map(({ path }) => path);
		this.size = packed.size;
		const archive = readdirSync(this.folder).find((name) => /^ambit-\d.*\.tgz$/.test(name));
		this.#npm(this.folder, [
			"install",
			"--no-audit",
			"--no-fund",
			"--prefer-offline",
			`./${archive}`,
		]);
	}

	/** Path of a file in the folder. */
	path(name: string): string {
		return join(this.folder, name);
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}

	#npm(cwd: string, args: readonly string[]): string {
		const { status, stdout, stderr } = runIn(cwd, "npm", args);
		if (status !== 0) throw new Error(`npm ${args.join(" ")}: ${stderr}`);
		return stdout;
	}
}
