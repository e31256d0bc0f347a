/** Starts the virtual meter as a user does, for tests from outside. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Root of the repository. */
export const ROOT = rootAbove(dirname(fileURLToPath(import.meta.url)));

/** The outcome of a bench process. */
export interface Ended {
	/** Exit code; null if a signal ended it. */
	code: number | null;
	stdout: string;
	stderr: string;
}

/** A bench that is ready. */
export interface RunningBench {
	/** `http://127.0.0.1:port`. */
	http: string;
	rtuPort: number;
	tcpPort: number;
	mbusPort: number;
	/** Path of the RS-485 terminal; undefined if there is none (no socat). */
	pty: string | undefined;
	/** Path of the M-Bus terminal. */
	mbusPty: string | undefined;
	process: ChildProcess;
	/** Resolves when the process has ended, for whatever reason. */
	ended: Promise<Ended>;
	/** Calls the API with JSON. Returns status and body of the answer. */
	call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
	/** Ends it with SIGTERM. */
	stop(): Promise<Ended>;
}

/**
 * Longest life of a bench in ms, unless given otherwise; then it is killed. All tests of a file may
 * share one.
 */
const LIFE_LIMIT = 600_000;

/** The line of a bench that the machine has stopped for more than a second: no test is about it. */
const LATE = /^meter \d+: cannot hold --speed 1: .*\n/gm;

interface Started {
	child: ChildProcess;
	ended: Promise<Ended>;
	/** Its output so far. */
	said: { stdout: string; stderr: string };
}

/** Runs the virtual meter as `npm start` does, without set-up. */
const START = ["scripts/boot.mjs", "meter"];

/**
 * Starts a bench on free ports and waits until it is ready. Options in `args` have priority.
 * @param command that runs the bench: arguments of Node
 */
export async function startBench(
	args: readonly string[] = [],
	limit = LIFE_LIMIT,
	command: readonly string[] = START,
): Promise<RunningBench> {
	const ports = ["--http", "--modbus-rtu", "--modbus-tcp", "--mbus"].filter(
		(option) => !args.includes(option),
	);
	const started = spawnBench(
		command,
		[...args, ...ports.flatMap((option) => [option, "0"])],
		limit,
	);
	const { child, ended, said } = started;
	await ready(started);
	const http = find(said.stdout, /^HTTP {2}(http:\S+)$/m);
	const path = (pattern: RegExp): string | undefined => {
		const found = find(said.stdout, pattern);
		return found.startsWith("/") ? found : undefined;
	};
	return {
		http,
		rtuPort: Number(find(said.stdout, /^Modbus RTU over TCP {2}\S+:(\d+)$/m)),
		tcpPort: Number(find(said.stdout, /^Modbus TCP {2}\S+:(\d+)$/m)),
		mbusPort: Number(find(said.stdout, /^M-Bus over TCP {2}\S+:(\d+)$/m)),
		pty: path(/^RS-485 pty {2}(.+)$/m),
		mbusPty: path(/^M-Bus pty {2}(.+)$/m),
		process: child,
		ended,
		async call(method, path, body) {
			const json = {
				method,
				headers: { "content-type": "application/json" },
				body: JSON.stringify(body),
			};
			const answer = await fetch(http + path, body === undefined ? { method } : json);
			return { status: answer.status, body: await answer.json() };
		},
		stop() {
			child.kill("SIGTERM");
			return ended;
		},
	};
}

/** Launches a bench, ready or not. */
export function launchBench(args: readonly string[], limit = LIFE_LIMIT): Started {
	return spawnBench(START, args, limit);
}

/** Runs a bench that is expected to end by itself. */
export function runBench(args: readonly string[], limit = LIFE_LIMIT): Promise<Ended> {
	return launchBench(args, limit).ended;
}

/** Root of the repository, from this file or from a bundle that contains it. */
function rootAbove(directory: string): string {
	return existsSync(join(directory, "scripts/boot.mjs"))
		? directory
		: rootAbove(dirname(directory));
}

function spawnBench(command: readonly string[], args: readonly string[], limit: number): Started {
	const child = spawn(process.execPath, [...command, ...args], {
		cwd: ROOT,
		// The channel closes when this process ends, however it ends; the bench ends then.
		stdio: ["ignore", "pipe", "pipe", "ipc"],
	});
	const said = { stdout: "", stderr: "" };
	child.stdout?.setEncoding("utf8").on("data", (text: string) => {
		said.stdout += text;
	});
	child.stderr?.setEncoding("utf8").on("data", (text: string) => {
		said.stderr += text;
	});
	const kill = (): void => void child.kill("SIGKILL");
	const timer = setTimeout(kill, limit);
	// The engines and socat end with the bench: their input ends.
	process.once("exit", kill);
	const ended = new Promise<Ended>((resolve, reject) => {
		child.once("error", reject);
		child.once("close", (code) => {
			clearTimeout(timer);
			process.off("exit", kill);
			resolve({ code, ...said, stderr: said.stderr.replace(LATE, "") });
		});
	});
	return { child, ended, said };
}

/** Waits for the last of the lines that say that the bench is ready. */
function ready({ child, ended, said }: Started): Promise<void> {
	return new Promise((resolve, reject) => {
		child.stdout?.on("data", () => {
			if (/^HTTP .*\n/m.test(said.stdout)) resolve();
		});
		ended.then(
			({ code, stderr }) => reject(new Error(`the bench ended with exit code ${code}: ${stderr}`)),
			reject,
		);
	});
}

function find(text: string, pattern: RegExp): string {
	const found = pattern.exec(text)?.[1];
	if (found === undefined) throw new Error(`no ${pattern} in: ${text}`);
	return found;
}
