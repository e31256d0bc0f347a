/**
 * Builds with the Moddable SDK that the user has installed: node scripts/moddable.mjs simulator|esp32s3|flash
 * [key=value ...]. The keys go to mc/config (docs/moddable.md).
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Where everything that is built goes, as npm's other builds do. */
const output = join(root, "build/moddable");

/** What Moddable calls the desktops. */
const DESKTOPS = { linux: "lin", darwin: "mac", win32: "win" };

const desktop = DESKTOPS[process.platform];

/** What went wrong, in one line. */
class Complaint extends Error {}

/** Path of the SDK's tools. Throws one line. */
function toolsPath() {
	const sdk = process.env.MODDABLE;
	if (!sdk)
		throw new Complaint(
			"MODDABLE is not set: it names the folder of the Moddable SDK (docs/moddable.md)",
		);
	if (!desktop) throw new Complaint(`the Moddable SDK does not run on ${process.platform}`);
	const path = join(sdk, "build/bin", desktop, "release");
	const mcconfig = join(path, desktop === "win" ? "mcconfig.exe" : "mcconfig");
	if (!existsSync(mcconfig))
		throw new Complaint(`${mcconfig} is missing: build the SDK's tools (docs/moddable.md)`);
	return path;
}

/** Runs a program of the SDK. Throws one line if it fails. */
function run(path, program, parameters) {
	const env = { ...process.env, PATH: `${path}${delimiter}${process.env.PATH}` };
	const { status, error } = spawnSync(join(path, program), parameters, {
		cwd: root,
		env,
		stdio: "inherit",
	});
	if (error) throw new Complaint(`${program}: ${error.message}`);
	if (status !== 0) throw new Complaint(`${program} has failed`);
}

/** @param board folder below boards/, whose checksums go into the image */
async function build(path, board, platform, settings, options) {
	const { softwareChecksums } = await import("./checksums.mjs").catch(() => {
		throw new Complaint("npm packages are missing: npm ci");
	});
	const { legallyRelevant, other } = await softwareChecksums(board);
	const all = [`legallyRelevantChecksum=${legallyRelevant}`, `otherChecksum=${other}`, ...settings];
	mkdirSync(output, { recursive: true });
	run(path, "mcconfig", [...options, "-m", "-p", platform, "-o", output, "manifest.json", ...all]);
}

/** The simulator with the meter in it. mcconfig's own goal would end every simulator that is running. */
async function simulator(path, settings) {
	if (desktop !== "lin") {
		await build(path, "simulator", desktop, settings, ["-d"]);
		return;
	}
	await build(path, "simulator", desktop, settings, ["-d", "-t", "build"]);
	if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
		throw new Complaint("the simulator needs a display");
	const program = join(output, "bin/lin/mc/debug/ambit/mc.so");
	run(path, "mcsim", [join(root, "boards/simulator/panel"), program]);
}

/** Runs a goal of mcconfig for the chip. */
async function chip(path, settings, goal) {
	if (!process.env.IDF_PATH)
		throw new Complaint("IDF_PATH is not set: it names the folder of ESP-IDF (docs/moddable.md)");
	await build(path, "esp32s3", "esp32/esp32s3", settings, ["-t", goal]);
}

const esp32s3 = (path, settings) => chip(path, settings, "build");

async function flash(path, settings) {
	await esp32s3(path, settings);
	await chip(path, settings, "deploy");
}

const PURPOSES = { simulator, esp32s3, flash };

async function main([purpose, ...settings]) {
	if (!Object.hasOwn(PURPOSES, purpose ?? "")) {
		process.stderr.write(
			"usage: node scripts/moddable.mjs simulator|esp32s3|flash [key=value ...]\n",
		);
		return 2;
	}
	try {
		const wrong = settings.find((setting) => !/^[a-zA-Z]\w*=/.test(setting));
		if (wrong !== undefined) throw new Complaint(`${wrong} is not of the form key=value`);
		await PURPOSES[purpose](toolsPath(), settings);
		return 0;
	} catch (error) {
		if (!(error instanceof Complaint)) throw error;
		process.stderr.write(`${purpose}: ${error.message}\n`);
		return 1;
	}
}

process.exitCode = await main(process.argv.slice(2));
