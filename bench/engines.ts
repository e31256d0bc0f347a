/** The engines, by their names on the command line. */
import { existsSync } from "node:fs";
import { emulator } from "./emulator/qemu.ts";
import { Fault } from "./fault.ts";
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
		case "mcu":
			return emulator(path);
		case "xs":
			return program(path, [firmware]);
	}
}

function missing(path: string, engine: EngineName): string {
	const command = engine === "mcu" ? "npm run image" : "npm start";
	return `${path} does not exist; "${command}" builds it, --engine node needs none`;
}
