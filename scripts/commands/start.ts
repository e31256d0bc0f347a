/**
 * `npm start`: bundles the firmware, the bench and the engine that is asked for, and runs the
 * bench.
 */
import { buildWasmEngine } from "../../engine/image/desktop.ts";
import { buildImage } from "../../engine/image/image.ts";
import { ROOT } from "../../engine/root.ts";
import {
	bundleBench,
	bundleByteCodeFirmware,
	bundleFirmware,
	bundleNodeEngine,
	bundleWasmEngine,
} from "../bundle.ts";
import { load } from "../load.ts";
import { ensureDebianPackages } from "../setup/debian.ts";
import { IMAGE, WASM } from "../setup/packages.ts";

const report = (line: string): void => console.error(line);

/** True if the arguments give an option this value; commander judges them later. */
function has(option: string, value: string, args: readonly string[]): boolean {
	return args.some(
		(arg, i) => arg === `${option}=${value}` || (arg === value && args[i - 1] === option),
	);
}

/** Bundles everything that the bench runs; returns the path of the bench's module. */
async function prepare(args: readonly string[]): Promise<string> {
	const [bench, firmware] = await Promise.all([
		bundleBench(),
		bundleFirmware(),
		has("--engine", "node", args) && bundleNodeEngine(),
		has("--engine", "wasm", args) && bundleWasmEngine(),
		has("--kernel", "bytecode", args) && bundleByteCodeFirmware(),
	]);
	// each of these two needs tools that nothing else here needs
	if (has("--engine", "wasm", args)) {
		ensureDebianPackages(WASM, report);
		await buildWasmEngine(report);
	}
	if (has("--engine", "mcu", args)) {
		ensureDebianPackages(IMAGE, report);
		await buildImage(firmware, report);
	}
	return bench;
}

/** Runs the virtual meter until a signal or a fault ends the process. */
export async function start(args: readonly string[]): Promise<number | undefined> {
	let bench: string;
	try {
		bench = await prepare(args);
	} catch (error) {
		report(`start: ${error instanceof Error ? error.message : error}`);
		return 1;
	}
	const { main } = await load<{ main(root: string, args: readonly string[]): Promise<void> }>(
		bench,
	);
	await main(ROOT, args);
	return undefined;
}
