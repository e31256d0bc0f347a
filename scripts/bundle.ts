/** Bundles TypeScript with esbuild: the firmware for the engines, the bench and tools for Node. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { buildKernelModule } from "../engine/image/kernel.ts";
import { ROOT } from "../engine/root.ts";
import { softwareChecksums } from "./checksums.ts";
import { replaceFile } from "./files.ts";
import { buildFrontEndModule } from "./front-end-module.ts";

/** Root of the repository. */
export const root = ROOT;

/** Files of the virtual board that take the place of Moddable's modules, by specifier. */
const VIRTUAL_BOARD = {
	timer: "timer.ts",
	crc: "crc.ts",
	qrcode: "qrcode.ts",
	"mc/config": "config.ts",
	device: "device.ts",
};

/** Paths of the stand-ins, without those of some specifiers. */
function virtualBoard(without: readonly string[] = []): Record<string, string> {
	const entries = Object.entries(VIRTUAL_BOARD).filter(([name]) => !without.includes(name));
	return Object.fromEntries(
		entries.map(([name, file]) => [name, join(root, "boards/virtual", file)]),
	);
}

/** The software's checksums, put in place of these names. */
async function checksumConstants(): Promise<Record<string, string>> {
	const { legallyRelevant, other } = await softwareChecksums("virtual");
	return { LEGALLY_RELEVANT_CHECKSUM: `${legallyRelevant}`, OTHER_CHECKSUM: `${other}` };
}

/** Bundles a file; both paths are from the root, or absolute. Returns the path of the bundle. */
async function bundle(entry: string, outfile: string, options: BuildOptions): Promise<string> {
	const result = await build({
		...options,
		absWorkingDir: root,
		entryPoints: [resolve(root, entry)],
		outfile: resolve(root, outfile),
		bundle: true,
		write: false,
		logLevel: "warning",
	});
	for (const file of result.outputFiles) replaceFile(file.path, Buffer.from(file.contents));
	return resolve(root, outfile);
}

/**
 * Bundles a script for an engine, with the virtual board's stand-ins; returns its path.
 *
 * @param byteCode true: with the kernel as byte code; false: for the compiled one
 */
function bundleForEngine(
	entry: string,
	outfile: string,
	define: Record<string, string> = {},
	replaced: Record<string, string> = {},
	byteCode = false,
): Promise<string> {
	return bundle(entry, outfile, {
		format: "iife",
		target: "es2022",
		platform: "neutral",
		tsconfig: join(root, "tsconfig.json"),
		alias: { ...virtualBoard(), ...replaced },
		define: { ...define, BYTE_CODE_KERNEL: `${byteCode}` },
	});
}

/**
 * Bundles the firmware for the virtual board; returns the path of the script that an engine runs.
 *
 * @param entry a file that imports the board's own entry and adds to it
 */
export async function bundleFirmware(
	entry = "boards/virtual/boot.ts",
	outfile = "build/firmware/ambit.js",
): Promise<string> {
	return bundleForEngine(entry, outfile, await checksumConstants());
}

/** Bundles the firmware with the kernel as byte code, for `--kernel bytecode`. */
export async function bundleByteCodeFirmware(): Promise<string> {
	const define = await checksumConstants();
	const outfile = "build/firmware/ambit-bytecode.js";
	return bundleForEngine("boards/virtual/boot.ts", outfile, define, {}, true);
}

/** Bundles the firmware with a display that does nothing, to count the display's cost. */
export function bundleWithoutDisplay(): Promise<string> {
	const define = { LEGALLY_RELEVANT_CHECKSUM: "0", OTHER_CHECKSUM: "0" };
	const replaced = { "display/display": join(root, "lab/cost/no-display.ts") };
	const outfile = "build/bench/without-display.js";
	return bundleForEngine("boards/virtual/boot.ts", outfile, define, replaced);
}

/** Bundles the firmware with windows in place of frames, for a life. */
export async function bundleLife(): Promise<string> {
	const replaced = { device: join(root, "lab/life/device.ts") };
	const define = await checksumConstants();
	return bundleForEngine("lab/life/boot.ts", "build/firmware/life.js", define, replaced);
}

/** Bundles the kernel alone, to count its byte codes. */
export function bundleKernelProbe(): Promise<string> {
	return bundleForEngine("lab/cost/kernel-probe.ts", "build/bench/kernel-probe.js");
}

/** Bundles the compiled kernel, or the same as byte code, to compare their windows. */
export function bundleWindowProbe(byteCode = false): Promise<string> {
	const name = byteCode ? "window-probe-bytecode" : "window-probe";
	return bundleForEngine("lab/cost/window-probe.ts", `build/bench/${name}.js`, {}, {}, byteCode);
}

/**
 * Bundles the way from the front end's bytes to energies, without buses, display and radio, with
 * the compiled kernel or the same as byte code.
 */
export function bundleMeteringProbe(byteCode = false): Promise<string> {
	const name = byteCode ? "metering-probe-bytecode" : "metering-probe";
	return bundleForEngine("lab/cost/metering-probe.ts", `build/bench/${name}.js`, {}, {}, byteCode);
}

/** Bundles the textbook's kernel alone, for comparison. */
export function bundleTextbookProbe(): Promise<string> {
	return bundleForEngine("lab/cost/textbook-probe.ts", "build/bench/textbook-probe.js");
}

/** Bundles a file that uses parts of the firmware and no board; returns the path of the module. */
export function bundleOfFirmware(entry: string, outfile: string): Promise<string> {
	return bundle(entry, outfile, {
		format: "esm",
		target: "node20",
		platform: "neutral",
		tsconfig: join(root, "tsconfig.json"),
	});
}

/** A change of a source file, in the bundle alone. */
export interface Patch {
	/** Path from the root. */
	readonly file: string;
	/** Is in the file exactly once. */
	readonly text: string;
	readonly instead: string;
}

/** Has esbuild read files with patches. @throws Error unless each text is there once */
function patched(patches: readonly Patch[]): Plugin {
	const contents = new Map<string, string>();
	for (const { file, text, instead } of patches) {
		const path = join(root, file);
		const parts = (contents.get(path) ?? readFileSync(path, "utf8")).split(text);
		if (parts.length !== 2)
			throw new Error(`${file} has ${JSON.stringify(text)} ${parts.length - 1} times`);
		contents.set(path, parts.join(instead));
	}
	return {
		name: "patch",
		setup: ({ onLoad }) =>
			onLoad({ filter: /\.ts$/ }, ({ path }) => {
				const text = contents.get(path);
				return text === undefined ? undefined : { contents: text, loader: "ts" };
			}),
	};
}

/**
 * Bundles a tool that runs the firmware in its own process, on a board of its own; returns the path
 * of the module.
 */
export async function bundleWithFirmware(
	entry: string,
	outfile: string,
	patches: readonly Patch[] = [],
): Promise<string> {
	return bundle(entry, outfile, {
		plugins: [patched(patches)],
		format: "esm",
		target: "node20",
		platform: "node",
		packages: "external",
		external: ["cli-progress"],
		sourcemap: "inline",
		tsconfig: join(root, "tsconfig.json"),
		alias: { ...virtualBoard(["device"]), qrcode: join(root, "engine/node/qrcode.ts") },
		define: await checksumConstants(),
	});
}

/**
 * Bundles a program that lives lives in its own process: the firmware leaves out drawings that
 * nobody sees when lab/life/in-process.ts says so.
 */
export function bundleForLives(entry: string, outfile: string, fault?: Patch): Promise<string> {
	const seldomDrawn: Patch[] = JSON.parse(
		readFileSync(join(root, "lab/life/seldom-drawn.json"), "utf8"),
	);
	return bundleWithFirmware(entry, outfile, fault ? [...seldomDrawn, fault] : seldomDrawn);
}

/** How a TypeScript file becomes a module for Node. */
const FOR_NODE = {
	format: "esm",
	target: "node20",
	platform: "node",
	packages: "external",
	tsconfig: join(root, "bench/tsconfig.json"),
} satisfies BuildOptions;

/** Bundles a TypeScript file for Node without the npm packages; returns the path of the module. */
export function bundleForNode(entry: string, outfile: string): Promise<string> {
	return bundle(entry, outfile, { ...FOR_NODE, sourcemap: "inline" });
}

/** Bundles a TypeScript file for the npm package, whose dependencies it may import. */
export function bundleForPackage(entry: string, outfile: string): Promise<string> {
	return bundle(entry, outfile, FOR_NODE);
}

/** Bundles the virtual meter and its bench, next to its front end's module; returns its path. */
export async function bundleBench(): Promise<string> {
	await buildFrontEndModule((line) => console.error(line));
	return bundleForNode("bench/main.ts", "build/bench/main.mjs");
}

/** Bundles the engine of `--engine node`, next to the kernel's module; returns its path. */
export async function bundleNodeEngine(): Promise<string> {
	const kernel = await buildKernelModule((line) => console.error(line));
	replaceFile(resolve(root, "build/engine/kernel.wasm"), readFileSync(kernel));
	return bundleForNode("engine/node/host.ts", "build/engine/ambit-node.mjs");
}

/** Bundles what runs the engine of `--engine wasm`, next to it; returns its path. */
export function bundleWasmEngine(): Promise<string> {
	return bundleForNode("engine/wasm/host.ts", "build/engine/ambit-wasm.mjs");
}
