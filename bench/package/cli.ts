#!/usr/bin/env node
/** Entry of the npm package's command `ambit`, bundled as dist/ambit.mjs. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { exportFor } from "../export/export.ts";
import { builtIn, type Installation, versionIn } from "../installation.ts";
import { record } from "../record/record.ts";
import { run } from "../run.ts";

/** dist/ of the package. */
const DIST = fileURLToPath(new URL(".", import.meta.url));
const PACKAGE = join(DIST, "..");

/** Builds XS with the user's compiler, by the package's sources. */
async function buildXs(): Promise<void> {
	if (spawnSync("gcc", ["--version"]).error)
		throw new Error("gcc was not found; it needs the Debian packages gcc and libc6-dev");
	const { buildEngine } = (await import(pathToFileURL(join(DIST, "xs.mjs")).href)) as {
		buildEngine(): Promise<string>;
	};
	await buildEngine();
}

/** Commands besides the meter itself; each returns the exit code. */
const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
	export: (args) => exportFor("ambit export", args),
	record: (args) => record("ambit record", process.cwd(), args),
};

const built = builtIn(DIST);

const installation: Installation = {
	version: versionIn(PACKAGE),
	command: "ambit",
	commands: [
		"ambit export <what>  a client's configuration, or the register map",
		"ambit record         what was done to a running bench, as a scenario",
	],
	engines: ["node", "xs"],
	kernels: ["compiled"],
	// The user's compiler writes outside of dist/.
	built: { ...built, engines: { ...built.engines, xs: join(PACKAGE, "build/engine/ambit-xs") } },
	documents: join(PACKAGE, "docs"),
	directory: process.cwd(),
	prepare: async (engine) => {
		if (engine === "xs") await buildXs();
	},
};

const [name = "", ...rest] = process.argv.slice(2);
if (Object.hasOwn(COMMANDS, name)) process.exitCode = await COMMANDS[name]?.(rest);
else await run(installation, process.argv.slice(2));
