/** Measures with the meter's averages of whole windows. */
import type { MainsSettings } from "../mains/settings.ts";
import { Address, type Average, readAverage, readWord } from "./block.ts";
import { CalibrationError } from "./error.ts";
import type { Station } from "./station.ts";

/** Meter seconds after a switch of the source until front end and integrators have settled. */
const SETTLING_SECONDS = 2;

/**
 * Meter seconds of a measurement in addition to its average: settling, the two windows before it,
 * the last one.
 */
export const OVERHEAD_SECONDS = SETTLING_SECONDS + 1;

/** Further seconds after which an average is given up, and seconds between two looks. */
const PATIENCE_SECONDS = 5;
const STEP_SECONDS = 0.25;

/**
 * Puts `mains` on the terminals and measures with the constants in force. The seal must be open.
 * @param seconds of the average, 1..60
 * @throws CalibrationError when the average does not complete; ModbusException, NoResponse
 */
export async function measure(
	station: Station,
	mains: MainsSettings,
	seconds: number,
): Promise<Average> {
	await station.run(mains, SETTLING_SECONDS);
	await station.write(Address.AVERAGING, [seconds]);
	const enough = seconds + OVERHEAD_SECONDS - SETTLING_SECONDS;
	await station.run(mains, enough);
	for (let late = 0; (await readWord(station, Address.AVERAGING)) > 0; late += STEP_SECONDS) {
		if (late >= PATIENCE_SECONDS)
			throw new CalibrationError(
				`not settled: an average of ${seconds} s is not complete after ${enough + late} s`,
			);
		await station.run(mains, STEP_SECONDS);
	}
	return readAverage(station);
}
