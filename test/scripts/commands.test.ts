import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../scripts/bundle.ts";

function ambit(...args: string[]) {
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[join(root, "scripts/boot.mjs"), ...args],
		{ cwd: root, encoding: "utf8", timeout: 60_000 },
	);
	return { status, stdout, stderr };
}

describe("the commands of package.json", () => {
	const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

	it.each(Object.entries<string>(scripts))(
		"npm run %s calls the command of its name",
		(name, line) => {
			expect(line).toBe(`node scripts/boot.mjs ${name}`);
		},
	);

	it("are commands that exist", () => {
		const commands = ambit("help")
			.stdout.split("\n")
			.map((line) => line.split(" ")[0]);
		expect(Object.keys(scripts).filter((name) => !commands.includes(name))).toEqual([]);
	});
});

describe("a command", () => {
	it("that is unknown is refused in one line, with exit code 2", () => {
		const { status, stdout, stderr } = ambit("fly");
		expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
		expect(stderr).toMatch(/^ambit: unknown command fly; one of start, .*\n$/);
	});

	it.each([
		["v18.20.4", 1],
		["v20.18.3", 1],
		["v20.19.0", 2],
		["v22.0.0", 2],
	])("asks for a newer Node than %s only if that is too old", (version, exitCode) => {
		const pretended = `Object.defineProperty(process, "version", { value: "${version}" })`;
		const args = ["--import", `data:text/javascript,${pretended}`];
		const { status, stderr } = spawnSync(
			process.execPath,
			[...args, join(root, "scripts/boot.mjs"), "fly"],
			{ cwd: root, encoding: "utf8", timeout: 60_000 },
		);
		expect(status).toBe(exitCode);
		expect(stderr).toMatch(
			exitCode === 1
				? `set-up: Node ${version} is too old: 20.19 or newer is needed\n`
				: "ambit: unknown command fly; ",
		);
	});

	it("runs if the folder of the repository is named by a link to it", () => {
		const folder = mkdtempSync(join(tmpdir(), "ambit-link-"));
		try {
			const link = join(folder, "ambit");
			symlinkSync(root, link);
			const boot = join(link, "scripts/boot.mjs");
			const { status, stderr } = spawnSync(process.execPath, [boot, "fly"], {
				encoding: "utf8",
				timeout: 60_000,
			});
			expect(status).toBe(2);
			expect(stderr).toMatch(/^ambit: unknown command fly; /);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	it("that can write no recordings says so in one line, with exit code 1", () => {
		const { status, stderr } = ambit("waveforms", "/proc/none");
		expect({ status, stderr }).toEqual({
			status: 1,
			stderr: "waveforms: /proc/none: no such file or directory\n",
		});
	});

	it("that is missing is named in one line, with exit code 2", () => {
		const { status, stderr } = ambit();
		expect(status).toBe(2);
		expect(stderr).toMatch(/^ambit: missing command; one of start, .*\n$/);
	});

	it.each([
		[["flash-dump"], /^flash-dump: .*\n$/],
		[["flash-dump", "none"], /^flash-dump: none: no such file or directory\n$/],
		[["life", "--report", "/none/x"], /^life: --report \/none\/x: no such file or directory\n$/],
		[["recordings", "none"], /^recordings: none\/truth.json: no such file or directory\n$/],
		[["replay", "--engine", "moon"], /^replay: --engine moon: must be one of .*\n$/],
		[["torture", "--cases", "0"], /^torture: .*\n$/],
		[["torture", "--fast"], /^torture: Unknown option '--fast'; .* --case, --cases, --scenario\n$/],
		[["life", "--help"], /^life: Unknown option '--help'; the options are --seed, --years, .*\n$/],
		[["pictures", "--help"], /^ambit: pictures takes no arguments: --help\n$/],
		[["waveforms", "--help"], /^waveforms: "--help": only the name of one folder .*\n$/],
		[["waveforms", "a", "b"], /^waveforms: "b": only the name of one folder .*\n$/],
		[["record", "--benc", "x"], /^record: unknown option '--benc' .*\n$/],
		[["record", "--bench", "localhost:8080"], /^record: --bench localhost:8080: must be .*\n$/],
		[["checksums", "virtual", "moon"], /^checksums: .*\n$/],
		[["run"], /^run: missing FILE argument\n$/],
		[["checksums", "moon"], /^checksums: .*\n$/],
		[["meter", "--engine", "moon"], /^--engine moon: must be one of xs, mcu, wasm, node\n$/],
	])("%s judges its arguments and ends with exit code 2", (args, message) => {
		const { status, stdout, stderr } = ambit(...args);
		expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
		expect(stderr).toMatch(message);
	});
});
