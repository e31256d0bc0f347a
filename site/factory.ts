/**
 * Makes the meter of the page as its factory does: calibrated, and never switched on since. The
 * page gets its flash, so that nobody waits for the calibration.
 */
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { Chip } from "../bench/flash/chip.ts";
import { Mains } from "../bench/mains/model.ts";
import { EngineProcess } from "../bench/meter/engine-process.ts";
import { program } from "../bench/meter/launch.ts";
import { placeOf } from "../bench/place.ts";
import { Terminals } from "../bench/terminals.ts";
import { SERIAL_NUMBER } from "./src/identity.ts";

/**
 * Writes the flash image, compressed by gzip: not every host of pages does that.
 * @param engine path of the engine of `--engine node`
 * @param firmware path of the firmware's bundle
 */
export async function makeMeter(engine: string, firmware: string, path: string): Promise<void> {
	const launch = program(process.execPath, [engine, firmware]);
	const chip = new Chip();
	const { factory } = placeOf(0, {
		serialNumber: SERIAL_NUMBER,
		meters: 1,
		speed: 1,
		voice: { note: () => {}, fail: () => {}, end: () => {} },
		onTouch: () => {},
		flashOf: () => ({ chip, keep: () => {}, close: () => {} }),
		powerUp: (_chip, identity, events, highInputs) =>
			new EngineProcess(launch, identity, events, highInputs, chip),
		source: () => new Terminals(new Mains()),
	});
	await factory.calibrate();
	writeFileSync(path, gzipSync(chip.image));
}
