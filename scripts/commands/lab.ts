/**
 * The programs of lab/: bundles each with its subjects and runs it in this process. lab/ is built
 * on scripts/, so the types of its functions are repeated here and not imported.
 */
import { existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { buildEngine, buildSanitizedEngine } from "../../engine/image/desktop.ts";
import { buildImage } from "../../engine/image/image.ts";
import { ROOT } from "../../engine/root.ts";
import {
	bundleFirmware,
	bundleForLives,
	bundleForNode,
	bundleLife,
	bundleNodeEngine,
	bundleWithFirmware,
	type Patch,
} from "../bundle.ts";
import { buildFrontEndModule } from "../front-end-module.ts";
import { load } from "../load.ts";
import { meet } from "../needs.ts";

/** Paths of the engine and of the bundle that it runs. */
interface Paths {
	readonly engine: string;
	readonly firmware: string;
}

/** `npm run accuracy` */
export async function accuracy(args: readonly string[]): Promise<number> {
	const [engine, firmware, frontEnd, worker, module] = await Promise.all([
		buildEngine(),
		bundleFirmware(),
		buildFrontEndModule((line) => console.error(line)),
		bundleForNode("lab/accuracy/worker-process.ts", "build/accuracy/worker-process.mjs"),
		bundleForNode("lab/accuracy/main.ts", "build/accuracy/main.mjs"),
	]);
	const { main } = await load<{
		main(
			root: string,
			worker: string,
			paths: Paths & { frontEnd: string },
			args: readonly string[],
		): Promise<number>;
	}>(module);
	return main(ROOT, worker, { engine, firmware, frontEnd }, args);
}

/** `npm run calibrate` */
export async function calibrate(args: readonly string[]): Promise<number> {
	const module = await bundleForNode("lab/calibrate/main.ts", "build/calibrate/main.mjs");
	const { main } = await load<{ main(root: string, args: readonly string[]): Promise<number> }>(
		module,
	);
	return main(ROOT, args);
}

/** `npm run fuzz` */
export async function fuzz(args: readonly string[]): Promise<void> {
	const [engine, firmware, module] = await Promise.all([
		buildEngine(),
		bundleFirmware(),
		bundleForNode("lab/fuzz/main.ts", "build/run/fuzz.mjs"),
	]);
	const { main } = await load<{ main(paths: Paths, args: string[]): Promise<void> }>(module);
	await main({ engine, firmware }, [...args]);
}

/** `npm run soak` */
export async function soak(args: readonly string[]): Promise<number> {
	const module = await bundleForNode("lab/soak/main.ts", "build/run/soak.mjs");
	const { main } = await load<{ main(args: readonly string[]): Promise<number> }>(module);
	return main(args);
}

/** `npm run scan` */
export async function scan(args: readonly string[]): Promise<number> {
	const module = await bundleForNode("lab/scan/main.ts", "build/run/scan.mjs");
	const { main } = await load<{ main(args: readonly string[]): Promise<number> }>(module);
	return main(args);
}

/** `npm run clients [-- --install]`; Debian starts the services among what it installs. */
export async function clients(args: readonly string[]): Promise<number> {
	const [option, ...more] = args;
	if (more.length > 0 || (option !== undefined && option !== "--install")) {
		console.error("clients: npm run clients [-- --install]");
		return 2;
	}
	if (option !== undefined && !(await meet(["debian:clients"]))) return 1;
	const module = await bundleForNode("lab/clients/main.ts", "build/run/clients.mjs");
	const { main } = await load<{ main(args: readonly string[]): Promise<number> }>(module);
	return main(args);
}

/** `npm run replay` */
export async function replay(args: readonly string[]): Promise<number> {
	const module = await bundleForNode("lab/replay/main.ts", "build/run/replay.mjs");
	const { main } = await load<{ main(root: string, args: readonly string[]): Promise<number> }>(
		module,
	);
	return main(ROOT, args);
}

/** `npm run container` */
export async function container(): Promise<number> {
	const module = await bundleForNode("lab/container/main.ts", "build/run/container.mjs");
	const { main } = await load<{ main(): number }>(module);
	return main();
}

/** `npm run torture` */
export async function torture(args: readonly string[]): Promise<void> {
	const module = await bundleWithFirmware("lab/torture/main.ts", "build/run/torture.mjs");
	const { main } = await load<{ main(args: string[]): Promise<void> }>(module);
	await main([...args]);
}

/** `npm run life` */
export async function life(args: readonly string[]): Promise<number> {
	const module = await bundleForLives("lab/life/main.ts", "build/run/life.mjs");
	const { main } = await load<{ main(builds: object, args: readonly string[]): Promise<number> }>(
		module,
	);
	const say = (line: string): void => console.error(line);
	const builds = {
		firmware: bundleLife,
		xs: () => buildEngine(),
		node: bundleNodeEngine,
		mcu: (firmware: string) => buildImage(firmware, say),
		planted: (fault: Patch, number: number) =>
			bundleForLives("lab/life/planted-life.ts", `build/life/planted-${number}.mjs`, fault),
	};
	return main(builds, args);
}

/** `npm run sanitize` */
export async function sanitize(args: readonly string[]): Promise<number> {
	const [engine, firmware, module] = await Promise.all([
		buildSanitizedEngine(),
		bundleFirmware(),
		bundleForNode("lab/sanitize/main.ts", "build/run/sanitize.mjs"),
	]);
	const { main } = await load<{ main(paths: Paths, args: readonly string[]): Promise<number> }>(
		module,
	);
	return main({ engine, firmware }, args);
}

/** `npm run flash-life` */
export async function flashLife(): Promise<void> {
	const [engine, firmware, module] = await Promise.all([
		buildEngine(),
		bundleFirmware(),
		bundleWithFirmware("lab/torture/life.ts", "build/run/flash-life.mjs"),
	]);
	const { main } = await load<{ main(engine: string, firmware: string): Promise<void> }>(module);
	await main(engine, firmware);
}

/** `npm run flash-dump IMAGE` */
export async function flashDump(args: readonly string[]): Promise<void> {
	const module = await bundleForNode("lab/flash-dump/main.ts", "build/run/flash-dump.mjs");
	const { main } = await load<{ main(args: string[]): void }>(module);
	main([...args]);
}

/** `npm run load -- [MINUTES]` */
export async function loadTest(args: readonly string[]): Promise<number> {
	const module = await bundleForNode("lab/load/main.ts", "build/bench/load-test.mjs");
	const firmware = await bundleFirmware();
	const { main } = await load<{
		main(args: readonly string[], buildImage: () => Promise<string>): Promise<number>;
	}>(module);
	return main(args, () => buildImage(firmware, (line) => console.error(line)));
}

/** `ambit run FILE.ts [argument...]`: runs any TypeScript file of the Node-side folders. */
export async function run(args: readonly string[]): Promise<number | undefined> {
	const [file, ...rest] = args;
	if (!file || !existsSync(file)) {
		console.error(file ? `run: ${file} does not exist` : "run: missing FILE argument");
		return 2;
	}
	const entry = resolve(file);
	const name = `${basename(entry, ".ts")}.mjs`;
	const outfile = join(ROOT, "build/run", relative(ROOT, dirname(entry)), name);
	process.argv.splice(1, process.argv.length, outfile, ...rest);
	await load(await bundleForNode(entry, outfile));
	return undefined;
}
