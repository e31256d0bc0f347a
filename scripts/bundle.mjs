/** Bundles TypeScript with esbuild: the firmware for the engines, the bench and tools for Node. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { softwareChecksums } from "./checksums.mjs";

/** Root of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Moddable's specifiers that the virtual board gives itself. */
const VIRTUAL_BOARD = {
	timer: "timer.ts",
	crc: "crc.ts",
	qrcode: "qrcode.ts",
	"embedded:io/serial": "serial.ts",
	"embedded:io/digital": "digital.ts",
	"mc/config": "config.ts",
	device: "device.ts",
};

/** Replaces a file whole, so that whoever reads it meanwhile sees the old one or the new one. */
function replace(file, contents) {
	mkdirSync(dirname(file), { recursive: true });
	try {
		if (readFileSync(file).equals(contents)) return;
	} catch {
		// It does not exist yet.
	}
	const fresh = `${file}.${process.pid}`;
	writeFileSync(fresh, contents);
	renameSync(fresh, file);
}

async function bundle(entry, outfile, options) {
	const result = await build({
		...options,
		absWorkingDir: root,
		entryPoints: [entry],
		outfile,
		bundle: true,
		write: false,
		logLevel: "warning",
	});
	for (const file of result.outputFiles) replace(file.path, Buffer.from(file.contents));
	return outfile;
}

/** Bundles a script for an engine, with the virtual board behind Moddable's specifiers; returns its path. */
function bundleForEngine(entry, outfile, define = {}, replaced = {}) {
	const alias = Object.entries(VIRTUAL_BOARD).map(([name, file]) => [
		name,
		join(root, "boards/virtual", file),
	]);
	return bundle(join(root, entry), join(root, outfile), {
		format: "iife",
		target: "es2022",
		platform: "neutral",
		tsconfig: join(root, "tsconfig.json"),
		alias: { ...Object.fromEntries(alias), ...replaced },
		define,
	});
}

/**
 * Bundles the firmware for the virtual board; returns the script that an engine runs.
 *
 * @param {string} [entry] a file that imports the board's own entry and adds to it
 * @param {string} [outfile]
 */
export async function bundleFirmware(
	entry = "boards/virtual/boot.ts",
	outfile = "build/firmware/ambit.js",
) {
	const { legallyRelevant, other } = await softwareChecksums("virtual");
	return bundleForEngine(entry, outfile, {
		LEGALLY_RELEVANT_CHECKSUM: `${legallyRelevant}`,
		OTHER_CHECKSUM: `${other}`,
	});
}

/** Bundles the firmware with a display that does nothing, to count what the display costs. */
export function bundleWithoutDisplay() {
	const define = { LEGALLY_RELEVANT_CHECKSUM: "0", OTHER_CHECKSUM: "0" };
	const replaced = { "display/display": join(root, "lab/cost/no-display.ts") };
	return bundleForEngine(
		"boards/virtual/boot.ts",
		"build/bench/without-display.js",
		define,
		replaced,
	);
}

/** Bundles the kernel alone, for counting its byte codes. */
export function bundleKernelProbe() {
	return bundleForEngine("lab/cost/kernel-probe.ts", "build/bench/kernel-probe.js");
}

/** Bundles what leads from the front end's bytes to energy in registers, without buses, display and radio. */
export function bundleMeteringProbe() {
	return bundleForEngine("lab/cost/metering-probe.ts", "build/bench/metering-probe.js");
}

/** Bundles the textbook's kernel alone, to compare. */
export function bundleTextbookProbe() {
	return bundleForEngine("lab/cost/textbook-probe.ts", "build/bench/textbook-probe.js");
}

/** Bundles a file that uses parts of the firmware, and no board, as a module for Node; returns its path. */
export function bundleOfFirmware(entry, outfile) {
	return bundle(join(root, entry), join(root, outfile), {
		format: "esm",
		target: "node20",
		platform: "neutral",
		tsconfig: join(root, "tsconfig.json"),
	});
}

/** Bundles a tool that runs the firmware in its own process, on a board of its own; returns the module's path. */
export async function bundleWithFirmware(entry, outfile) {
	const alias = Object.entries(VIRTUAL_BOARD).filter(([name]) => name !== "device");
	const { legallyRelevant, other } = await softwareChecksums("virtual");
	return bundle(join(root, entry), join(root, outfile), {
		format: "esm",
		target: "node20",
		platform: "node",
		packages: "external",
		external: ["cli-progress"],
		sourcemap: "inline",
		tsconfig: join(root, "tsconfig.json"),
		alias: {
			...Object.fromEntries(
				alias.map(([name, file]) => [name, join(root, "boards/virtual", file)]),
			),
			qrcode: join(root, "engine/node/qrcode.mjs"),
		},
		define: { LEGALLY_RELEVANT_CHECKSUM: `${legallyRelevant}`, OTHER_CHECKSUM: `${other}` },
	});
}

/** Bundles a TypeScript file for Node, npm packages left out; returns the module's path. */
export function bundleForNode(entry, outfile) {
	return bundle(entry, outfile, {
		format: "esm",
		target: "node20",
		platform: "node",
		packages: "external",
		sourcemap: "inline",
		tsconfig: join(root, "bench/tsconfig.json"),
	});
}

/** Bundles the virtual meter and its bench; returns the module's path. */
export function bundleBench() {
	return bundleForNode(join(root, "bench/main.ts"), join(root, "build/bench/main.mjs"));
}
