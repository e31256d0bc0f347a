import { spawn } from "node:child_process";
import { expect, it, onTestFinished } from "vitest";
import { ROOT } from "../../testkit/bench.ts";
import { childrenNamed, isAlive } from "../../testkit/processes.ts";
import { until } from "../../testkit/until.ts";

it.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)(
	"a command of the lab that %s ends takes its bench with it",
	async (signal) => {
		const soak = spawn(process.execPath, ["scripts/boot.mjs", "soak", "--minutes", "5"], {
			cwd: ROOT,
			stdio: "ignore",
		});
		onTestFinished(() => void soak.kill("SIGKILL"));
		const benches = (): number[] => childrenNamed(soak.pid ?? 0, "boot.mjs\0meter");
		await until(benches).toHaveLength(1);
		const [bench = 0] = benches();
		onTestFinished(() => {
			if (isAlive(bench)) process.kill(bench, "SIGKILL");
		});
		soak.kill(signal);
		await until(() => isAlive(bench)).toBe(false);
		expect(isAlive(soak.pid ?? 0)).toBe(false);
	},
);
