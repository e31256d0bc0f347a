/** The parts that were built: engines, by their names on the command line, and the front end. */
import { existsSync, readFileSync } from "node:fs";
import { emulator } from "./emulator/qemu.ts";
import { Fault } from "./fault.ts";
import type { MakeConversion } from "./front-end/block.ts";
import { compiledConversion } from "./front-end/compiled.ts";
import type { Built, EngineName, KernelName } from "./installation.ts";
import { type Launch, program } from "./meter/launch.ts";

/**
 * Returns the function that starts an engine.
 * @throws Fault when it has not been built
 */
export function launchOf(built: Built, engine: EngineName, kernel: KernelName): Launch {
	const { engines } = built;
	const firmware = built.firmware[kernel];
	const path = engines[engine];
	if (!existsSync(path)) throw new Fault(`--engine ${engine}: ${missing(path, engine)}`, 1);
	switch (engine) {
		case "node":
			return program(process.execPath, [path, firmware]);
		case "wasm":
			// Node calls its WASI experimental at each start.
			return program(process.execPath, ["--no-warnings", path, firmware]);
		case "mcu":
			return emulator(path);
		case "xs":
			return program(path, [firmware]);
	}
}

/**
 * Returns the front ends' conversion, compiled.
 * @throws Fault when it has not been built
 */
export function conversionOf({ frontEnd }: Built): MakeConversion {
	if (!existsSync(frontEnd))
		throw new Fault(`${frontEnd} does not exist; "npm start" builds it`, 1);
	return compiledConversion(readFileSync(frontEnd));
}

function missing(path: string, engine: EngineName): string {
	const command = engine === "mcu" ? "npm run image" : "npm start";
	return `${path} does not exist; "${command}" builds it, --engine node needs none`;
}
