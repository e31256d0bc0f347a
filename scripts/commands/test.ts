/** `npm test`: lint and format, types, then every test; its last line counts them. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { stop } from "esbuild";
import { ROOT } from "../../engine/root.ts";
import { bundleFirmware } from "../bundle.ts";
import { PROJECTS, runTool } from "../checks.ts";

/** Vitest's result. */
const REPORT = join(ROOT, "build/test-report.json");

/** Prints the closing line, if the tests got that far. */
function report(): void {
	try {
		const counts = JSON.parse(readFileSync(REPORT, "utf8"));
		const { numPassedTests, numFailedTests, numPendingTests } = counts;
		const skipped = numPendingTests ? `, ${numPendingTests} skipped` : "";
		console.log(`${numPassedTests} passed, ${numFailedTests} failed${skipped}`);
	} catch {
		console.log("0 passed, 1 failed");
	}
}

/** Test files at a time: on two cores the third uses what the others leave while they wait. */
const WORKERS = 3;

interface Step {
	readonly name: string;
	readonly tool: Parameters<typeof runTool>[0];
	readonly args: readonly string[];
}

const STEPS: readonly Step[] = [
	{ name: "the lint and format check", tool: "biome", args: ["check", "--error-on-warnings"] },
	...PROJECTS.map(
		(project): Step => ({
			name: `the type check of ${project}`,
			tool: "tsc",
			args: ["-p", project],
		}),
	),
	{
		name: "the test suite",
		tool: "vitest",
		args: [
			"run",
			`--maxWorkers=${WORKERS}`,
			"--reporter=default",
			"--reporter=json",
			`--outputFile.json=${REPORT}`,
		],
	},
];

/** Runs every step until one fails; returns its exit code. */
export async function test(): Promise<number> {
	rmSync(REPORT, { force: true });
	await bundleFirmware();
	await stop();
	for (const { name, tool, args } of STEPS) {
		const { status, reason } = runTool(tool, args);
		if (status === 0) continue;
		console.error(`npm test: ${name} failed${reason ? `: ${reason}` : ""}`);
		report();
		return status;
	}
	report();
	return 0;
}
