/** Examines the power quality of one meter: calibrates it, then all signals and all dips. */
import { calibrate } from "../../../bench/calibration/procedure.ts";
import { Chip } from "../../../bench/flash/chip.ts";
import type { MakeConversion } from "../../../bench/front-end/block.ts";
import { ALL_FAULTS } from "../../../bench/front-end/faults.ts";
import type { Launch } from "../../../bench/meter/launch.ts";
import { MeterUnderTest, stationOf } from "../meter-under-test.ts";
import { DIP_DEGREES, DIP_FREQUENCIES, DIPS, type DipTest, measureDips } from "./dips.ts";
import type { Finding } from "./figure.ts";
import { measureSteady } from "./steady.ts";
import { FREQUENCIES, SIGNALS, type TestSignal } from "./test-signals.ts";

/** Everything that is measured of a meter. */
export interface QualityProgram {
	readonly signals: readonly TestSignal[];
	readonly frequencies: readonly number[];
	readonly dips: readonly DipTest[];
	readonly dipFrequencies: readonly number[];
	readonly dipDegrees: readonly number[];
}

export const WHOLE: QualityProgram = {
	signals: SIGNALS,
	frequencies: FREQUENCIES,
	dips: DIPS,
	dipFrequencies: DIP_FREQUENCIES,
	dipDegrees: DIP_DEGREES,
};

/** Steps of an examination, each of which is reported. */
export const qualitySteps = ({ frequencies, dipFrequencies }: QualityProgram): number =>
	1 + frequencies.length + dipFrequencies.length;

/**
 * Examines a meter with all faults of real hardware. Its station has none: what the meter is told
 * is true.
 * @param onStep called after each step with its description, see {@link qualitySteps}
 */
export async function examineQuality(
	engine: Launch,
	conversion: MakeConversion | undefined,
	serialNumber: number,
	program: QualityProgram,
	onStep: (what: string) => void = () => {},
): Promise<Finding[]> {
	const chip = new Chip();
	const meter = new MeterUnderTest(engine, serialNumber, undefined, ALL_FAULTS, conversion, chip);
	const findings: Finding[] = [];
	try {
		await meter.start();
		await calibrate(stationOf(meter));
		onStep("calibration");
		for (const frequency of program.frequencies) {
			for (const signal of program.signals)
				findings.push(...(await measureSteady(meter, signal, frequency)));
			onStep(`${frequency} Hz`);
		}
		for (const frequency of program.dipFrequencies) {
			const { dips, dipDegrees } = program;
			findings.push(...(await measureDips(meter, frequency, dips, dipDegrees)));
			onStep(`dips at ${frequency} Hz`);
		}
		return findings;
	} finally {
		await meter.stop();
	}
}
