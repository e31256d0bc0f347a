// SPDX-License-Identifier: Apache-2.0
/**
 * The engine of `--engine wasm`, bundled as build/engine/ambit-wasm.mjs: `node ambit-wasm.mjs
 * [--limit N] bundle.js`. Runs engine/desktop, compiled for WASI, with this process's standard
 * input and output, and ends with its exit code. It may open nothing but the bundle's folder.
 */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { WASI } from "node:wasi";

/** Exit code of enum fault in engine/xs/board.h. */
const FAULT_STACK = 81;

/** Arguments with the bundle's whole path, and its folder. */
function understand(given: readonly string[]): { args: string[]; folders: string[] } {
	const path = given.at(-1);
	if (path === undefined || path.startsWith("-")) return { args: [...given], folders: [] };
	const bundle = resolve(path);
	return { args: [...given.slice(0, -1), bundle], folders: [dirname(bundle)] };
}

const { args, folders } = understand(process.argv.slice(2));
const wasi = new WASI({
	version: "preview1",
	args: ["ambit-xs", ...args],
	preopens: Object.fromEntries(folders.map((folder) => [folder, folder])),
	returnOnExit: true,
});
/** Next to this bundle. */
const module = new WebAssembly.Module(readFileSync(new URL("ambit-xs.wasm", import.meta.url)));
const instance = new WebAssembly.Instance(module, wasi.getImportObject());

try {
	process.exitCode = wasi.start(instance);
} catch (error) {
	// Node's stack is full before the engine's, which then cannot say so itself.
	if (!(error instanceof RangeError)) throw error;
	(instance.exports as { streamFlushAtEnd(): void }).streamFlushAtEnd();
	process.stderr.write("ambit-xs: stack overflow\n");
	process.exitCode = FAULT_STACK;
}
