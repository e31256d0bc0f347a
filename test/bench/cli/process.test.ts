import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { runBench, startBench } from "../../../testkit/bench.ts";

/** Process IDs of the children of `pid`. */
function childrenOf(pid: number): number[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.map(Number)
		.filter((child) => {
			try {
				return (
					Number(readFileSync(`/proc/${child}/stat`, "utf8").split(") ")[1]?.split(" ")[1]) === pid
				);
			} catch {
				return false;
			}
		});
}

/** True if a process runs; one that has ended but was not yet reaped does not. */
function isAlive(pid: number): boolean {
	try {
		return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.[0] !== "Z";
	} catch {
		return false;
	}
}

describe("the process of the virtual meter", () => {
	it.each(["SIGINT", "SIGTERM"] as const)("ends cleanly on %s", async (signal) => {
		const bench = await startBench(["--engine", "node", "--meters", "2"]);
		const children = childrenOf(bench.process.pid ?? 0);
		expect(children.length).toBeGreaterThanOrEqual(2);
		bench.process.kill(signal);
		expect(await bench.ended).toMatchObject({ code: 0, stderr: "" });
		expect(children.filter(isAlive)).toEqual([]);
		if (bench.pty) expect(existsSync(bench.pty)).toBe(false);
		await expect(fetch(`${bench.http}/api/engine`)).rejects.toThrow();
	});

	it("ends on a signal during a long advance", async () => {
		const bench = await startBench(["--engine", "node"]);
		const advance = bench.call("POST", "/api/advance", { seconds: 86_400 }).catch(() => "cut off");
		await bench.call("GET", "/api/engine");
		expect(await bench.stop()).toMatchObject({ code: 0, stderr: "" });
		await advance;
	});

	it("reports an engine that ends in one line, and fails", async () => {
		const bench = await startBench(["--engine", "node"]);
		const engine = childrenOf(bench.process.pid ?? 0).find((pid) =>
			readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("ambit-node.mjs"),
		);
		if (engine === undefined) throw new Error("no engine");
		process.kill(engine, "SIGSEGV");
		expect(await bench.ended).toMatchObject({
			code: 1,
			stderr: "meter 12345678: the engine ended by SIGSEGV\n",
		});
	});

	it.each(["--http", "--modbus-rtu", "--modbus-tcp", "--mbus"])(
		"names the port of %s when it is in use",
		async (option) => {
			const server = createServer().listen(0, "127.0.0.1");
			await new Promise((resolve) => server.once("listening", resolve));
			const address = server.address();
			const port = typeof address === "object" ? address?.port : undefined;
			const free = ["--http", "--modbus-rtu", "--modbus-tcp", "--mbus"].flatMap((other) =>
				other === option ? [] : [other, "0"],
			);
			const ended = await runBench(["--engine", "node", option, `${port}`, ...free]);
			server.close();
			expect(ended).toEqual({
				code: 1,
				stdout: "",
				stderr: `${option} ${port}: cannot listen on 127.0.0.1:${port}: the port is in use\n`,
			});
		},
	);

	it.each([
		["an unknown option", ["--frobnicate"], "--frobnicate"],
		["a bad value", ["--speed", "fast"], "--speed"],
		[
			"a missing file",
			["--waveform", "/nowhere.cfg", "--waveform-channels", "1,2,3:4,5,6"],
			"/nowhere.cfg",
		],
	])("refuses %s with one line and exit code 2", async (_what, args, named) => {
		const { code, stdout, stderr } = await runBench(args);
		expect([code, stdout]).toEqual([2, ""]);
		expect(stderr).toContain(named);
		expect(stderr.trim().split("\n")).toHaveLength(1);
	});

	it("prints its help", async () => {
		const { code, stdout } = await runBench(["--help"]);
		expect(code).toBe(0);
		expect(stdout).toContain("--waveform-channels");
	});
});
