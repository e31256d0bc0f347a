/** `npm test`: lint and format, types, then every test; ends with one line that counts them. */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bundleFirmware } from "./bundle.mjs";
import { ROOT } from "./setup/root.mjs";

/** Longest time of one step in milliseconds: for what hangs, not for what is slow. */
const STEP_LIMIT = 45 * 60 * 1000;

/** Where Vitest leaves its result. */
const REPORT = join(ROOT, "build/test-report.json");

/** Runs one of the project's tools and ends with its exit code when it fails. */
function step(name, tool, args) {
	const { status, error } = spawnSync(
		process.execPath,
		[join(ROOT, "node_modules", tool), ...args],
		{
			cwd: ROOT,
			stdio: "inherit",
			timeout: STEP_LIMIT,
		},
	);
	if (status === 0) return;
	console.error(`npm test: ${name} failed${error ? `: ${error.message}` : ""}`);
	report();
	process.exit(status ?? 1);
}

/** Prints the closing line, if the tests got that far. */
function report() {
	try {
		const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(
			readFileSync(REPORT, "utf8"),
		);
		const skipped = numPendingTests ? `, ${numPendingTests} skipped` : "";
		console.log(`${numPassedTests} passed, ${numFailedTests} failed${skipped}`);
	} catch {
		console.log("0 passed, 1 failed");
	}
}

rmSync(REPORT, { force: true });
step("the lint and format check", "@biomejs/biome/bin/biome", ["check", "--error-on-warnings"]);
for (const project of [
	"tsconfig.json",
	"boards/tsconfig.json",
	"bench/tsconfig.json",
	"app/tsconfig.json",
	"bench/panel/tsconfig.json",
	"test/tsconfig.json",
])
	step(`the type check of ${project}`, "typescript/bin/tsc", ["-p", project]);
await bundleFirmware();
step("the test suite", "vitest/vitest.mjs", [
	"run",
	"--reporter=default",
	"--reporter=json",
	`--outputFile.json=${REPORT}`,
]);
report();
