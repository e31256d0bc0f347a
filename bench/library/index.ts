/**
 * The virtual meter as a library:
 *
 *     import { startMeter } from "ambit";
 *
 *     await using meter = await startMeter({ ct: "100/5", speed: "max" });
 *     await meter.mains.set({ phases: [{ current: 2.5, angle: 60 }] });
 *     await meter.advance("15 min");
 *     const { activePower } = await meter.readings();
 *
 * Each meter is a process of its own, which ends with the program that has started it: a test that
 * fails leaves neither a process nor a port.
 */
import { Api } from "./api.ts";
import { BenchProcess } from "./bench-process.ts";
import { RunningMeter } from "./meter.ts";
import { argumentsOf, type StartOptions } from "./options.ts";

export type { Truth } from "../http/truth.ts";
export type { Harmonic, MainsSettings, PhaseSettings } from "../mains/settings.ts";
export type { Reading } from "../readings/reading.ts";
export type { ReadingName } from "../registers/name.ts";
export { MeterError } from "./api.ts";
export type {
	Display,
	FlashFaults,
	MainsPatch,
	Meter,
	MeterMains,
	MeterReadings,
	Outputs,
	PhasePatch,
	RunningMeter,
	ScenarioState,
} from "./meter.ts";
export type { StartOptions } from "./options.ts";

/**
 * Starts a virtual meter on free ports; done when it meters.
 * @throws Error with one line that names the option or what is missing
 */
export async function startMeter(options: StartOptions = {}): Promise<RunningMeter> {
	const bench = new BenchProcess(argumentsOf(options));
	const services = await bench.ready();
	return new RunningMeter(bench, services, new Api(services.http));
}
