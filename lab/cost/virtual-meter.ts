/** The virtual meter as a process, pinned to one core, for the benchmarks. */
import { type ChildProcess, type StdioOptions, spawn, spawnSync } from "node:child_process";

/** A virtual meter that is ready. */
export interface VirtualMeter {
	/** `http://127.0.0.1:port`. */
	readonly http: string;
	/** TCP port of Modbus RTU. */
	readonly rtuPort: number;
	/** TCP port of Modbus TCP. */
	readonly tcpPort: number;
	/** TCP port of M-Bus. */
	readonly mbusPort: number;
	stop(): Promise<void>;
}

/** Longest life of a virtual meter in ms; then it is killed. */
const LIFE_LIMIT = 600_000;

/**
 * Starts a virtual meter on free ports.
 * @param oneCore true: the bench and the engine share one core
 */
export async function startMeter(
	root: string,
	oneCore: boolean,
	args: readonly string[],
): Promise<VirtualMeter> {
	const ports = ["--http", "0", "--modbus-rtu", "0", "--modbus-tcp", "0", "--mbus", "0"];
	const command = [process.execPath, "scripts/boot.mjs", "meter", ...args, ...ports];
	const [program = "", ...rest] = oneCore ? ["taskset", "-c", firstCore(), ...command] : command;
	// The channel closes when this process ends, however it ends; the meter ends then.
	const stdio: StdioOptions = ["ignore", "pipe", "inherit", "ipc"];
	const child = spawn(program, rest, { cwd: root, stdio });
	const limit = setTimeout(() => child.kill("SIGKILL"), LIFE_LIMIT);
	const ended = new Promise<void>((resolve) => {
		child.once("close", () => {
			clearTimeout(limit);
			resolve();
		});
	});
	const said = await readyLines(child, ended);
	return {
		http: /^HTTP {2}(\S+)$/m.exec(said)?.[1] ?? "",
		rtuPort: Number(/^Modbus RTU over TCP {2}\S+:(\d+)$/m.exec(said)?.[1]),
		tcpPort: Number(/^Modbus TCP {2}\S+:(\d+)$/m.exec(said)?.[1]),
		mbusPort: Number(/^M-Bus over TCP {2}\S+:(\d+)$/m.exec(said)?.[1]),
		async stop() {
			child.kill("SIGTERM");
			await ended;
		},
	};
}

/** Asks the meter's API, with a body if one is posted. */
export async function call(
	meter: VirtualMeter,
	path: string,
	body?: unknown,
): Promise<Record<string, number>> {
	const json = {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify(body),
	};
	const answer = await fetch(meter.http + path, body === undefined ? {} : json);
	if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
	return (await answer.json()) as Record<string, number>;
}

/** Number of the first core that this process may use. */
function firstCore(): string {
	const { stdout } = spawnSync("taskset", ["-cp", `${process.pid}`], { encoding: "utf8" });
	return /: (\d+)/.exec(stdout ?? "")?.[1] ?? "0";
}

function readyLines(child: ChildProcess, ended: Promise<void>): Promise<string> {
	return new Promise((resolve, reject) => {
		let said = "";
		child.stdout?.setEncoding("utf8").on("data", (text: string) => {
			said += text;
			if (/^HTTP .*\n/m.test(said)) resolve(said);
		});
		child.once("error", reject);
		ended.then(() => reject(new Error("the virtual meter ended before it was ready")));
	});
}
