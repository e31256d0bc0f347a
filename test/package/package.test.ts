import { execFile, spawn } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { root } from "../manifest/manifest.ts";
import { Installed, runIn } from "./installed.ts";

const run = promisify(execFile);

let installed: Installed;

beforeAll(() => {
	installed = new Installed();
}, 600_000);

afterAll(() => installed?.remove());

/** Command lines of all processes. */
function commandLines(): string[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.flatMap((pid) => {
			try {
				return [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")];
			} catch {
				return [];
			}
		});
}

/** Waits until no process of the installed package is left. */
async function nothingLeft(): Promise<void> {
	while (commandLines().some((line) => line.includes(installed.path("node_modules"))))
		await new Promise((resolve) => setTimeout(resolve, 50));
}

describe("the archive", () => {
	it("has what runs, its types and its licences, and neither tests nor lab", () => {
		expect(installed.files).toEqual(
			expect.arrayContaining([
				"CHANGELOG.md",
				"LICENSE",
				"NOTICE",
				"README.md",
				"dist/LICENCES.md",
				"dist/ambit.mjs",
				"dist/engine/ambit-node.mjs",
				"dist/firmware/ambit.js",
				"dist/index.mjs",
				"dist/scenario.schema.json",
				"dist/pages/manager/index.html",
				"dist/pages/panel/index.html",
				"dist/types/library/index.d.ts",
			]),
		);
		const other = installed.files.filter(
			(path) => !/^(dist|engine\/(xs|desktop|kernel))\/|^[A-Z]+(\.md)?$|^package\.json$/.test(path),
		);
		expect(other).toEqual([]);
	});

	it("is smaller than 1 MB", () => {
		expect(installed.size).toBeLessThan(1_000_000);
	});

	it("names the licence of everything that its pages contain", () => {
		const text = readFileSync(installed.path("node_modules/ambit/dist/LICENCES.md"), "utf8");
		for (const name of ["preact", "uplot", "jsqr", "@fontsource-variable/inter", "workbox-core"])
			expect(text).toMatch(new RegExp(`^## ${name} \\d`, "m"));
	});

	it("asks for no package that only tests need", () => {
		const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
		const installedNames = readdirSync(installed.path("node_modules"));
		expect(installedNames).toEqual(expect.arrayContaining(["fastify", "commander"]));
		expect(Object.keys(dependencies)).not.toContain("serialport");
		expect(installedNames.filter((name) => /^(node-mbus|serialport|vitest)$/.test(name))).toEqual(
			[],
		);
	});
});

describe("the command of the package", () => {
	let bench: RunningBench | undefined;

	afterAll(() => bench?.stop());

	it("starts without a compiler, is read by mbpoll, serves its pages and stops", async () => {
		bench = await startBench([], undefined, [installed.path("node_modules/.bin/ambit")]);
		await bench.call("POST", "/api/advance", { seconds: 3 });
		const target = ["-m", "tcp", "-p", `${bench.tcpPort}`, "-a", "1", "-o", "10"];
		const read = "-0 -1 -t 4:float -B -r 20482 127.0.0.1".split(" ");
		const { stdout } = await run("mbpoll", [...target, ...read]);
		const [, voltage] = /^\[20482\]:\s+(\S+)$/m.exec(stdout) ?? [];
		expect(Math.abs(Number(voltage) - 230)).toBeLessThan(0.1);
		expect((await bench.call("GET", "/api/engine")).body).toMatchObject({ engine: "node" });
		for (const page of ["/", "/manager/"])
			expect(await (await fetch(bench.http + page)).text()).toContain("<script");
		expect(await bench.stop()).toMatchObject({ code: 0, stderr: "" });
		await nothingLeft();
	});

	it("says in one line that engine xs needs a compiler", () => {
		const { status, stderr, stdout } = runIn(
			installed.folder,
			process.execPath,
			["node_modules/ambit/dist/ambit.mjs", "--engine", "xs"],
			{ PATH: "/nowhere" },
		);
		expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
		expect(stderr).toMatch(/^--engine xs: gcc was not found; .*libc6-dev\n$/);
	});

	it("offers the engines that the package has", () => {
		const { status, stderr } = runIn(installed.folder, process.execPath, [
			"node_modules/ambit/dist/ambit.mjs",
			"--engine",
			"mcu",
		]);
		expect({ status, stderr }).toEqual({
			status: 2,
			stderr: "--engine mcu: must be one of node, xs\n",
		});
	});

	it("names its other commands in its help, and each has a help of its own", () => {
		const help = (...command: string[]) =>
			runIn(installed.folder, process.execPath, [
				"node_modules/ambit/dist/ambit.mjs",
				...command,
				"--help",
			]).stdout;
		for (const name of ["export", "record"]) {
			expect(help()).toContain(`ambit ${name} `);
			expect(help(name)).toContain(`Usage: ambit ${name} `);
		}
	});
});

describe("the library of the package", () => {
	it("has types that a strict TypeScript project accepts", () => {
		const source = `import { startMeter, type MeterReadings } from "ambit";
export async function power(): Promise<number> {
	await using meter = await startMeter({ ct: "100/5", speed: "max" });
	const readings: MeterReadings = await meter.readings();
	// @ts-expect-error there is no such register
	readings.voltage;
	return Number(readings.activePower.value);
}
`;
		writeFileSync(installed.path("typed.ts"), source);
		const { stdout, status } = runIn(installed.folder, process.execPath, [
			join(root, "node_modules/typescript/bin/tsc"),
			..."--noEmit --strict --target es2022 --module nodenext --types node".split(" "),
			"--typeRoots",
			join(root, "node_modules/@types"),
			"typed.ts",
		]);
		expect(stdout).toBe("");
		expect(status).toBe(0);
	});

	it("leaves no process when its program is killed", async () => {
		const program = `const { startMeter } = await import("ambit");
			await startMeter();
			process.stdout.write("ready");
			setInterval(() => {}, 1000);`;
		const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
			cwd: installed.folder,
			stdio: ["ignore", "pipe", "inherit"],
		});
		await new Promise((resolve) => child.stdout.once("data", resolve));
		expect(commandLines().join("\n")).toContain(installed.path("node_modules/ambit"));
		child.kill("SIGKILL");
		await nothingLeft();
	});

	it("lets a program end that has forgotten to stop its meter", async () => {
		const program = `const { startMeter } = await import("ambit"); await startMeter();`;
		const { status } = runIn(installed.folder, process.execPath, [
			"--input-type=module",
			"-e",
			program,
		]);
		expect(status).toBe(0);
		await nothingLeft();
	});

	it("names the option that is wrong", () => {
		const program = `const { startMeter } = await import("ambit");
			await startMeter({ ct: "100/7" }).catch((error) => process.stdout.write(error.message));`;
		const { stdout } = runIn(installed.folder, process.execPath, [
			"--input-type=module",
			"-e",
			program,
		]);
		expect(stdout).toBe("ambit: --ct 100/7: must be like 100/5, the secondary 1 or 5");
	});
});

describe("the examples", () => {
	beforeAll(() => {
		// A user has no tsconfig of this repository.
		const filter = (path: string): boolean => !path.endsWith("tsconfig.json");
		cpSync(join(root, "examples"), installed.path("examples"), { recursive: true, filter });
		const vitest = installed.path("node_modules/vitest");
		if (!existsSync(vitest)) symlinkSync(join(root, "node_modules/vitest"), vitest);
	});

	it.each([
		[
			"Vitest",
			process.execPath,
			[join(root, "node_modules/vitest/vitest.mjs"), "run", "examples/vitest"],
		],
		["node:test", process.execPath, ["--test", "examples/node-test/"]],
		[
			"pytest",
			"/usr/bin/python3",
			["-m", "pytest", "-q", "-p", "no:cacheprovider", "examples/pytest"],
		],
	])("pass with %s", async (_name, command, args) => {
		const { status, stdout, stderr } = runIn(installed.folder, command, args);
		expect(status, `${stdout}${stderr}`).toBe(0);
		await nothingLeft();
	});
});
