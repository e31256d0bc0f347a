/**
 * `npm run simulator|esp32s3|flash [-- key=value ...]`: builds with the Moddable SDK that the user
 * has installed. The keys go to mc/config (docs/moddable.md).
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { stop } from "esbuild";
import { buildKernelInC } from "../../engine/image/kernel.ts";
import { ROOT } from "../../engine/root.ts";
import { softwareChecksums } from "../checksums.ts";
import { Complaint } from "../complaint.ts";

const OUTPUT = join(ROOT, "build/moddable");

/** Moddable's names of the desktops. */
const DESKTOPS: Partial<Record<NodeJS.Platform, string>> = {
	linux: "lin",
	darwin: "mac",
	win32: "win",
};

/** The SDK as it is installed: Moddable's name of this desktop, and the path of the tools. */
interface Sdk {
	readonly desktop: string;
	readonly tools: string;
}

/** Finds the SDK. Throws one line. */
function findSdk(): Sdk {
	const sdk = process.env.MODDABLE;
	if (!sdk)
		throw new Complaint(
			"MODDABLE is not set: it names the folder of the Moddable SDK (docs/moddable.md)",
		);
	const desktop = DESKTOPS[process.platform];
	if (!desktop) throw new Complaint(`the Moddable SDK does not run on ${process.platform}`);
	const tools = join(sdk, "build/bin", desktop, "release");
	const mcconfig = join(tools, desktop === "win" ? "mcconfig.exe" : "mcconfig");
	if (!existsSync(mcconfig))
		throw new Complaint(`${mcconfig} is missing: build the SDK's tools (docs/moddable.md)`);
	return { desktop, tools };
}

/** Runs a program of the SDK. Throws one line if it fails. */
function run({ tools }: Sdk, program: string, parameters: readonly string[]): void {
	const env = { ...process.env, PATH: `${tools}${delimiter}${process.env.PATH}` };
	const { status, error } = spawnSync(join(tools, program), parameters, {
		cwd: ROOT,
		env,
		stdio: "inherit",
	});
	if (error) throw new Complaint(`${program}: ${error.message}`);
	if (status !== 0) throw new Complaint(`${program} has failed`);
}

/** Builds the kernel in C, which the manifest compiles. Rejects with one line. */
async function buildKernel(): Promise<void> {
	try {
		await buildKernelInC((line) => console.error(line));
	} catch (error) {
		throw new Complaint(error instanceof Error ? error.message : String(error));
	}
}

/** @param board folder in boards/, whose checksums go into the image */
async function build(
	sdk: Sdk,
	board: string,
	platform: string,
	settings: readonly string[],
	options: readonly string[],
): Promise<void> {
	const { legallyRelevant, other } = await softwareChecksums(board);
	await stop();
	await buildKernel();
	const checksums = [`legallyRelevantChecksum=${legallyRelevant}`, `otherChecksum=${other}`];
	mkdirSync(OUTPUT, { recursive: true });
	const target = ["-m", "-p", platform, "-o", OUTPUT, "manifest.json"];
	run(sdk, "mcconfig", [...options, ...target, ...checksums, ...settings]);
}

/**
 * Runs the meter in the simulator. mcconfig's own goal would end every simulator that is running.
 */
async function runInSimulator(sdk: Sdk, settings: readonly string[]): Promise<void> {
	if (sdk.desktop !== "lin") {
		await build(sdk, "simulator", sdk.desktop, settings, ["-d"]);
		return;
	}
	await build(sdk, "simulator", sdk.desktop, settings, ["-d", "-t", "build"]);
	if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
		throw new Complaint("the simulator needs a display");
	const program = join(OUTPUT, "bin/lin/mc/debug/ambit/mc.so");
	run(sdk, "mcsim", [join(ROOT, "boards/simulator/panel"), program]);
}

/**
 * Puts the settings that mcconfig would override next to its own, where ESP-IDF reads them last,
 * for a debug build too, which the user makes. Without its file mcconfig writes it again, and the
 * chip is configured again.
 */
function placeLastSettings(): void {
	const name = "sdkconfig.mc.esp32s3";
	const kept = join(ROOT, "boards/esp32s3/sdkconfig", name);
	const settings = readFileSync(kept, "utf8");
	for (const build of ["release", "debug"]) {
		const folder = join(OUTPUT, "tmp/esp32/esp32s3", build, "ambit/xsProj-esp32s3");
		const path = join(folder, name);
		if (existsSync(path) && readFileSync(path, "utf8") === settings) continue;
		mkdirSync(folder, { recursive: true });
		rmSync(join(folder, "sdkconfig.mc"), { force: true });
		writeFileSync(path, settings);
	}
}

/** Runs a goal of mcconfig for the chip. */
async function buildForChip(sdk: Sdk, settings: readonly string[], goal: string): Promise<void> {
	if (!process.env.IDF_PATH)
		throw new Complaint("IDF_PATH is not set: it names the folder of ESP-IDF (docs/moddable.md)");
	placeLastSettings();
	await build(sdk, "esp32s3", "esp32/esp32s3", settings, ["-t", goal]);
}

/** A command that complains in one line, and judges its settings first. */
function command(name: string, work: (sdk: Sdk, settings: readonly string[]) => Promise<void>) {
	return async (settings: readonly string[]): Promise<number> => {
		try {
			const wrong = settings.find((setting) => !/^[a-zA-Z]\w*=/.test(setting));
			if (wrong !== undefined) throw new Complaint(`${wrong} is not of the form key=value`, 2);
			const scale = settings.find((setting) =>
				/^fullScale(?:Volts|Amps)=(?!\d*\.?\d+$)/.test(setting),
			);
			if (scale !== undefined)
				throw new Complaint(`${scale}: a full scale is a positive number`, 2);
			await work(findSdk(), settings);
			return 0;
		} catch (error) {
			if (!(error instanceof Complaint)) throw error;
			process.stderr.write(`${name}: ${error.message}\n`);
			return error.exitCode;
		}
	};
}

export const simulator = command("simulator", runInSimulator);

export const esp32s3 = command("esp32s3", (sdk, settings) => buildForChip(sdk, settings, "build"));

export const flash = command("flash", async (sdk, settings) => {
	await buildForChip(sdk, settings, "build");
	await buildForChip(sdk, settings, "deploy");
});
