/** The project's tools on the whole tree: lint and format, types, unit tests. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../engine/root.ts";

/** Longest time of one step in milliseconds: stops a tool that hangs, not one that is slow. */
const STEP_LIMIT_MS = 45 * 60 * 1000;

/** The TypeScript projects, one for each folder; the root's is src/ with the virtual board. */
export const PROJECTS = [
	"tsconfig.json",
	"boards/tsconfig.json",
	"client/tsconfig.json",
	"spec/tsconfig.json",
	"hardware/tsconfig.json",
	"engine/tsconfig.json",
	"bench/tsconfig.json",
	"bench/library/tsconfig.json",
	"bench/panel/tsconfig.json",
	"examples/tsconfig.json",
	"app/tsconfig.json",
	"site/tsconfig.json",
	"scripts/tsconfig.json",
	"testkit/tsconfig.json",
	"lab/tsconfig.json",
	"test/tsconfig.json",
] as const;

const TOOLS = {
	biome: "@biomejs/biome/bin/biome",
	tsc: "typescript/bin/tsc",
	vitest: "vitest/vitest.mjs",
} as const;

/** Runs a tool in the root; returns its exit code, and why it could not run or was stopped. */
export function runTool(
	tool: keyof typeof TOOLS,
	args: readonly string[],
	environment: NodeJS.ProcessEnv = {},
): { status: number; reason?: string } {
	const path = join(ROOT, "node_modules", TOOLS[tool]);
	const { status, error } = spawnSync(process.execPath, [path, ...args], {
		cwd: ROOT,
		stdio: "inherit",
		timeout: STEP_LIMIT_MS,
		env: { ...process.env, ...environment },
	});
	return { status: status ?? 1, reason: error?.message };
}
