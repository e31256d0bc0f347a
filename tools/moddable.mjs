/**
 * Builds with the Moddable SDK that the user has installed: node tools/moddable.mjs simulator|esp32s3|flash
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
		throw new Complaint("MODDABLE is not set: it names the folder of the Moddable SDK (docs/moddable.md)");
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
	const { status, error } = spawnSync(join(path, program), parameters, { cwd: root, env, stdio: "inherit" });
	if (error) throw new Complaint(`${program}: ${error.message}`);
	if (status !== 0) throw new Complaint(`${program} has failed`);
}

function build(path, platform, settings, options) {
	mkdirSync(output, { recursive: true });
	run(path, "mcconfig", [...options, "-m", "-p", platform, "-o", output, "manifest.json", ...settings]);
}

/** The simulator with the meter in it. mcconfig's own goal would end every simulator that is running. */
function simulator(path, settings) {
	if (desktop !== "lin") {
		build(path, desktop, settings, ["-d"]);
		return;
	}
	build(path, desktop, settings, ["-d", "-t", "build"]);
	if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
		throw new Complaint("the simulator needs a display");
	const program = join(output, "bin/lin/mc/debug/ambit/mc.so");
	run(path, "mcsim", [join(root, "boards/simulator/panel"), program]);
}

const ESP32S3 = "esp32/esp32s3";

function esp32s3(path, settings) {
	if (!process.env.IDF_PATH)
		throw new Complaint("IDF_PATH is not set: it names the folder of ESP-IDF (docs/moddable.md)");
	build(path, ESP32S3, settings, ["-t", "build"]);
}

function flash(path, settings) {
	esp32s3(path, settings);
	build(path, ESP32S3, settings, ["-t", "deploy"]);
}

const PURPOSES = { simulator, esp32s3, flash };

function main([purpose, ...settings]) {
	if (!Object.hasOwn(PURPOSES, purpose ?? "")) {
		process.stderr.write("usage: node tools/moddable.mjs simulator|esp32s3|flash [key=value ...]\n");
		return 2;
	}
	try {
		const wrong = settings.find((setting) => !/^[a-zA-Z]\w*=/.test(setting));
		if (wrong !== undefined) throw new Complaint(`${wrong} is not of the form key=value`);
		PURPOSES[purpose](toolsPath(), settings);
		return 0;
	} catch (error) {
		if (!(error instanceof Complaint)) throw error;
		process.stderr.write(`${purpose}: ${error.message}\n`);
		return 1;
	}
}

process.exitCode = main(process.argv.slice(2));
