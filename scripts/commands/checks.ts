/** `npm run check`, `format`, `typecheck`, `unit` and `screens`: one of the project's tools. */
import { PROJECTS, runTool } from "../checks.ts";

/** `npm run check`: lint and format. */
export const check = (args: readonly string[]): number =>
	runTool("biome", ["check", ...args]).status;

/** `npm run format`: formats, and mends what lint can mend. */
export const format = (args: readonly string[]): number =>
	runTool("biome", ["check", "--write", ...args]).status;

/** `npm run typecheck`: every project, or those that are named; stops at the first that fails. */
export function typecheck(args: readonly string[]): number {
	for (const project of args.length > 0 ? args : PROJECTS) {
		const { status } = runTool("tsc", ["-p", project]);
		if (status !== 0) return status;
	}
	return 0;
}

/** `npm run unit [-- FILE...]`: tests by Vitest. */
export const unit = (args: readonly string[]): number => runTool("vitest", ["run", ...args]).status;

/** `npm run coverage`: the unit tests, and the share of the code that they run. */
export const coverage = (args: readonly string[]): number =>
	runTool("vitest", ["run", "--coverage", "--exclude", "test/e2e/**", ...args]).status;

/**
 * `npm run screens`: makes the pictures of the display in docs/display, which the tests compare.
 */
export const screens = (): number =>
	runTool("vitest", ["run", "test/display/screens.test.ts"], { AMBIT_SCREENS: "write" }).status;
