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

/** Bundles everything that the bench runs; returns the paths of its module and the firmware. */
function bundle(args: readonly string[]): Promise<readonly [string, string, ...unknown[]]> {
	return Promise.all([
		bundleBench(),
		bundleFirmware(),
		has("--engine", "node", args) && bundleNodeEngine(),
		has("--engine", "wasm", args) && bundleWasmEngine(),
		has("--kernel", "bytecode", args) && bundleByteCodeFirmware(),
	]);
}

/** Builds an engine that takes long, by tools that nothing else here needs. */
async function prepare(engine: string, firmware: string): Promise<void> {
	if (engine === "wasm") {
		ensureDebianPackages(WASM, report);
		await buildWasmEngine(report);
	}
	if (engine === "mcu") {
		ensureDebianPackages(IMAGE, report);
		await buildImage(firmware, report);
	}
}

/** The bench's module. */
interface BenchModule {
	main(
		root: string,
		args: readonly string[],
		prepare: (engine: string) => Promise<void>,
	): Promise<void>;
}

/** Runs the virtual meter until a signal or a fault ends the process. */
export async function start(args: readonly string[]): Promise<number | undefined> {
	let bundles: Awaited<ReturnType<typeof bundle>>;
	try {
		bundles = await bundle(args);
	} catch (error) {
		report(`start: ${error instanceof Error ? error.message : error}`);
		return 1;
	}
	const [bench, firmware] = bundles;
	const { main } = await load<BenchModule>(bench);
	await main(ROOT, args, (engine) => prepare(engine, firmware));
	return undefined;
}
