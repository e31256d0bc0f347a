/** `npm run screens`: makes the pictures of the display in docs/display, which the tests compare with. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./bundle.mjs";

const vitest = join(root, "node_modules/vitest/vitest.mjs");
const { status } = spawnSync(process.execPath, [vitest, "run", "test/display/screens.test.ts"], {
	cwd: root,
	stdio: "inherit",
	env: { ...process.env, AMBIT_SCREENS: "write" },
	timeout: 120_000,
});
process.exitCode = status ?? 1;
