/** The engines, by their names on the command line. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { emulator } from "./emulator/qemu.ts";
import { Fault } from "./fault.ts";
import { type Launch, program } from "./meter/launch.ts";

/** Engines of the firmware: XS on this machine, XS on an emulated Cortex-M7, or Node. */
export const ENGINES = ["xs", "mcu", "node"] as const;

export type EngineName = (typeof ENGINES)[number];

/**
 * Returns the function that starts an engine.
 * @param root of the repository
 * @throws Fault when it has not been built
 */
export function launchOf(root: string, engine: EngineName): Launch {
	const firmware = join(root, "build/firmware/ambit.js");
	switch (engine) {
		case "node":
			return program(process.execPath, [
				built("node", join(root, "build/engine/ambit-node.mjs"), "npm start"),
				firmware,
			]);
		case "mcu":
			return emulator(built("mcu", join(root, "build/ambit-cortex-m7.elf"), "npm run image"));
		case "xs":
			return program(built("xs", join(root, "build/engine/ambit-xs"), "npm start"), [firmware]);
	}
}

function built(engine: EngineName, path: string, command: string): string {
	if (existsSync(path)) return path;
	throw new Fault(
		`--engine ${engine}: ${path} does not exist; "${command}" builds it, --engine node needs none`,
		1,
	);
}
