/** The engines that a life runs on, by their names on the command line. */

import { emulator } from "../../bench/emulator/qemu.ts";
import type { Chip } from "../../bench/flash/chip.ts";
import type { EngineEvents, Identity } from "../../bench/meter/engine.ts";
import { EngineProcess } from "../../bench/meter/engine-process.ts";
import { type Launch, program } from "../../bench/meter/launch.ts";
import { InProcess } from "./in-process.ts";
import type { StartEngine } from "./meter.ts";
import type { PlantedFault } from "./planted.ts";

/** `here`: in this process. */
export const ENGINES = ["here", "node", "xs", "mcu"] as const;

export type LifeEngine = (typeof ENGINES)[number];

/** Builds what engines of their own processes run. */
export interface Builds {
	/** Bundle of the firmware that takes windows. */
	firmware(): Promise<string>;
	/** Path of XS, and of the engine on Node. */
	xs(): Promise<string>;
	node(): Promise<string>;
	/** Path of the Cortex-M7's image of a bundle. */
	mcu(firmware: string): Promise<string>;
	/** Bundle of planted-life.ts with a fault in the firmware. */
	planted(fault: PlantedFault, number: number): Promise<string>;
}

/** Starts an engine in this process. */
export const startHere: StartEngine = (identity, events, inputs, chip) =>
	new InProcess(identity, events, inputs, chip);

/** Builds an engine, and returns the function that starts it. */
export async function startOf(engine: LifeEngine, builds: Builds): Promise<StartEngine> {
	if (engine === "here") return startHere;
	const firmware = await builds.firmware();
	const launch = await launchOf(engine, firmware, builds);
	return (identity: Identity, events: EngineEvents, inputs: readonly number[], chip: Chip) =>
		new EngineProcess(launch, identity, events, inputs, chip);
}

async function launchOf(
	engine: Exclude<LifeEngine, "here">,
	firmware: string,
	builds: Builds,
): Promise<Launch> {
	if (engine === "mcu") return emulator(await builds.mcu(firmware));
	if (engine === "xs") return program(await builds.xs(), [firmware]);
	return program(process.execPath, [await builds.node(), firmware]);
}
