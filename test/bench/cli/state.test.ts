/** `--state` of the whole process: what it leaves however it ends, and who may use it. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { launchBench, runBench, startBench } from "../../../testkit/bench.ts";
import { childrenNamed } from "../../../testkit/processes.ts";

const PORTS = ["--http", "--modbus-rtu", "--modbus-tcp", "--mbus"].flatMap((port) => [port, "0"]);
const ENGINE = ["--engine", "node"];

let directory: string;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "ambit-process-"));
});

afterEach(() => rmSync(directory, { recursive: true }));

it.each(["SIGTERM", "SIGKILL"] as const)(
	"a new meter has no file when %s comes while it is calibrated",
	async (signal) => {
		const { child, ended } = launchBench([...ENGINE, ...PORTS, "--state", directory]);
		await expect.poll(() => childrenNamed(child.pid ?? 0, "ambit-node.mjs")[0]).toBeDefined();
		child.kill(signal);
		const { code, stderr } = await ended;
		expect([code, stderr]).toEqual([signal === "SIGTERM" ? 0 : null, ""]);
		expect(readdirSync(directory)).toEqual(signal === "SIGTERM" ? [] : ["bench.lock"]);
	},
);

it("a second bench is refused, and one after a killed one is not", async () => {
	const options = [...ENGINE, "--calibrated", "no", "--state", directory];
	const first = await startBench(options);
	expect(readdirSync(directory)).toEqual(["12345678.flash", "12345678.front-end", "bench.lock"]);
	expect(await runBench([...options, ...PORTS])).toEqual({
		code: 1,
		stdout: "",
		stderr: `--state: ${directory} is in use by the bench with process ID ${first.process.pid}\n`,
	});
	first.process.kill("SIGKILL");
	await first.ended;
	const next = await startBench(options);
	expect(await next.stop()).toMatchObject({ code: 0, stderr: "" });
	expect(readdirSync(directory)).toEqual(["12345678.flash", "12345678.front-end"]);
});
