import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFailed, onTestFinished } from "vitest";
import { ROOT, type RunningBench, runBench, startBench } from "../../../testkit/bench.ts";
import { childrenNamed, childrenOf, isAlive } from "../../../testkit/processes.ts";

/** Process ID of the Node engine of a bench. */
function engineOf(bench: RunningBench): number {
	const engine = childrenNamed(bench.process.pid ?? 0, "ambit-node.mjs")[0];
	if (engine === undefined) throw new Error("no engine");
	return engine;
}

/** A bench whose engine has been stopped, so that it answers nothing any more. */
async function startStopped(): Promise<{ bench: RunningBench; engine: number }> {
	const bench = await startBench(["--engine", "node"]);
	const engine = engineOf(bench);
	process.kill(engine, "SIGSTOP");
	return { bench, engine };
}

/** Connects to a port and sends the first bytes of something. */
function open(port: number, bytes: string): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
		socket.once("error", reject);
		socket.write(Buffer.from(bytes, "latin1"), () => {
			socket.off("error", reject);
			socket.on("error", () => {});
			resolve(socket);
		});
	});
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

	it("is ready when its meters have readings", async () => {
		const bench = await startBench(["--engine", "node", "--calibrated", "no", "--meters", "2"]);
		const voltages = ["/api", "/api/meters/1"].map(async (meter) => {
			const { body } = await bench.call("GET", `${meter}/readings`);
			return (body as { readings: Record<string, { value: number }> }).readings.voltageL1?.value;
		});
		for (const volts of await Promise.all(voltages)) expect(volts).toBeGreaterThan(200);
		await bench.stop();
	});

	it("ends if the program that has started it ends at once", async () => {
		const ports = ["http", "modbus-rtu", "modbus-tcp", "mbus"].flatMap((name) => [
			`--${name}`,
			"0",
		]);
		const start = `
			const { fork } = require("node:child_process");
			const args = ${JSON.stringify(["meter", "--engine", "node", ...ports])};
			const stdio = ["ignore", "inherit", "inherit", "ipc"];
			process.stdout.write(fork(process.argv[1], args, { stdio }).pid + "\\n");
			process.exit();`;
		const boot = join(ROOT, "scripts/boot.mjs");
		const parent = spawn(process.execPath, ["-e", start, boot], {
			stdio: ["ignore", "pipe", "inherit"],
		});
		const [pid] = await once(parent.stdout, "data");
		onTestFailed(() => void process.kill(Number(pid), "SIGKILL"));
		// The bench has the other end of this pipe as well.
		await once(parent, "close");
	});

	it("ends on a signal during a long advance", async () => {
		const bench = await startBench(["--engine", "node"]);
		const advance = bench.call("POST", "/api/advance", { seconds: 86_400 }).catch(() => "cut off");
		await bench.call("GET", "/api/engine");
		expect(await bench.stop()).toMatchObject({ code: 0, stderr: "" });
		await advance;
	});

	it("ends on a signal whatever is open", async () => {
		const bench = await startBench(["--engine", "node"]);
		const { port } = new URL(bench.http);
		const upgrade = "Host: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
		const key = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
		const openings: [number, string][] = [
			[Number(port), `GET /api/live HTTP/1.1\r\n${upgrade}${key}\r\n`],
			[Number(port), `GET /api/ble HTTP/1.1\r\n${upgrade}${key}\r\n`],
			[Number(port), `GET /api/live HTTP/1.1\r\nOrigin: http://evil.test\r\n${upgrade}\r\n`],
			[Number(port), `GET /nothing HTTP/1.1\r\n${upgrade}${key}\r\n`],
			[Number(port), `POST /api/power HTTP/1.1\r\n${upgrade}\r\n`],
			[Number(port), "GET /api/display HTTP/1.1\r\nHost: 127"],
			[bench.rtuPort, "\x01"],
			[bench.tcpPort, "\x00\x01\x00"],
			[bench.mbusPort, "\x10"],
		];
		const sockets = await Promise.all(openings.map((opening) => open(...opening)));
		const advance = bench.call("POST", "/api/advance", { seconds: 86_400 }).catch(() => "cut off");
		await bench.call("GET", "/api/engine");
		expect(await bench.stop()).toMatchObject({ code: 0, stderr: "" });
		await advance;
		for (const socket of sockets) socket.destroy();
	});

	it("cuts a meter that does not hear the warning, and says so", async () => {
		const { bench, engine } = await startStopped();
		bench.process.kill("SIGTERM");
		expect(await bench.ended).toMatchObject({
			code: 0,
			stderr: "meter 12345678: cut, it was not done with the warning in time\n",
		});
		expect(isAlive(engine)).toBe(false);
	});

	it("ends at once on a second signal, and leaves nothing", async () => {
		const { bench, engine } = await startStopped();
		const again = setInterval(() => bench.process.kill("SIGINT"), 250);
		const { code } = await bench.ended;
		clearInterval(again);
		expect(code).toBe(130);
		await expect.poll(() => isAlive(engine)).toBe(false);
		if (bench.pty) expect(existsSync(dirname(bench.pty))).toBe(false);
	});

	it("runs on when nobody reads what it says", async () => {
		const server = createServer().listen(0, "127.0.0.1");
		await once(server, "listening");
		const { port } = server.address() as AddressInfo;
		server.close();
		const free = ["--modbus-rtu", "0", "--modbus-tcp", "0", "--mbus", "0"];
		const child = spawn(
			process.execPath,
			["scripts/boot.mjs", "meter", "--engine", "node", "--http", `${port}`, ...free],
			{ stdio: ["ignore", "pipe", "pipe"] },
		);
		const ended = once(child, "exit");
		child.stdout.destroy();
		child.stderr.destroy();
		const meterSeconds = async (): Promise<number> => {
			const answer = await fetch(`http://127.0.0.1:${port}/api/engine`);
			return ((await answer.json()) as { meterSeconds: number }).meterSeconds;
		};
		// A request that comes before the meters meter waits for them.
		await expect.poll(() => meterSeconds().catch(() => 0)).toBeGreaterThan(0.4);
		// By then the terminals are there too, and it has printed its lines.
		await expect.poll(meterSeconds).toBeGreaterThan(3);
		child.kill("SIGTERM");
		expect(await ended).toEqual([0, null]);
	});

	it("removes what a killed bench has left", async () => {
		const killed = await startBench(["--engine", "node", "--calibrated", "no"]);
		const left = dirname(killed.pty ?? "");
		if (killed.pty) expect(existsSync(left)).toBe(true);
		killed.process.kill("SIGKILL");
		await killed.ended;
		// A bench of another test that starts now may be quicker.
		const bench = await startBench(["--engine", "node", "--calibrated", "no"]);
		if (killed.pty) expect(existsSync(left)).toBe(false);
		await bench.stop();
	});

	it("reports an engine that ends in one line, and fails", async () => {
		const bench = await startBench(["--engine", "node"]);
		process.kill(engineOf(bench), "SIGSEGV");
		expect(await bench.ended).toMatchObject({
			code: 1,
			stderr: "meter 12345678: the engine ended by SIGSEGV\n",
		});
	});

	it.each(["--http", "--modbus-rtu", "--modbus-tcp", "--mbus"])(
		"names the port of %s when it is in use, before it makes a meter",
		async (option) => {
			const server = createServer().listen(0, "127.0.0.1");
			await new Promise((resolve) => server.once("listening", resolve));
			const address = server.address();
			const port = typeof address === "object" ? address?.port : undefined;
			const free = ["--http", "--modbus-rtu", "--modbus-tcp", "--mbus"].flatMap((other) =>
				other === option ? [] : [other, "0"],
			);
			const folder = mkdtempSync(join(tmpdir(), "ambit-port-"));
			onTestFinished(() => rmSync(folder, { recursive: true }));
			const state = ["--engine", "node", "--state", folder];
			const ended = await runBench([...state, option, `${port}`, ...free]);
			server.close();
			expect(readdirSync(folder)).toEqual([]);
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
		["a folder that nobody can make", ["--state", "/proc/ambit"], "/proc/ambit"],
	])("refuses %s with one line and exit code 2", async (_what, args, named) => {
		const { code, stdout, stderr } = await runBench(args);
		expect([code, stdout]).toEqual([2, ""]);
		expect(stderr).toContain(named);
		expect(stderr.trim().split("\n")).toHaveLength(1);
	});

	it("prints its help and ends, for a program that has a channel to it as well", async () => {
		const child = fork(join(ROOT, "scripts/boot.mjs"), ["meter", "--help"], {
			stdio: ["ignore", "pipe", "inherit", "ipc"],
			execArgv: [],
		});
		onTestFailed(() => void child.kill());
		let stdout = "";
		child.stdout?.setEncoding("utf8").on("data", (text: string) => {
			stdout += text;
		});
		expect(await once(child, "close")).toEqual([0, null]);
		expect(stdout).toContain("--waveform-channels");
	});
});
