/** A recording played to the virtual meter, and how far its readings are from the truth. */
import { join } from "node:path";
import type { Truth } from "../../bench/http/truth.ts";
import { startBench } from "../../testkit/bench.ts";
import { readMeasurements } from "../../testkit/readings.ts";
import type { PhaseTruth, SegmentTruth } from "./truth-file.ts";

/**
 * Largest permitted error of a voltage, a current or an active power that the meter reads, in
 * percent.
 */
export const METER_LIMIT_PERCENT = 0.5;

/** Largest permitted error of the frequency that the meter reads, in mHz. */
export const METER_LIMIT_MHZ = 10;

/** The same of what the bench computes from the samples; reactive power as well. */
export const BENCH_LIMIT_PERCENT = 0.1;
export const BENCH_LIMIT_MHZ = 1;

/** Most that a meter's terminals are given, RMS. */
const MAXIMUM_VOLTS = 400;
const MAXIMUM_AMPERES = 4.2;

/** Meter seconds until every reading is of the recording alone. */
const SETTLING_S = 6;

/**
 * Errors of what the meter reads, and of what the bench computes; each is the worst of the three
 * phases.
 */
export interface Verdict {
	readonly meter: Errors;
	readonly bench: Errors;
	readonly withinLimits: boolean;
}

interface Errors {
	readonly voltagePercent: number;
	readonly currentPercent: number;
	readonly powerPercent: number;
	readonly frequencyMHz: number;
	/** Of the apparent power; the meter's is not judged here. */
	readonly reactivePercent: number;
}

/** Figures of one observer: volts, amperes, watts and vars at the terminals; Hz. */
interface Observation {
	readonly frequency: number;
	readonly phases: readonly {
		readonly voltage: number;
		readonly current: number;
		readonly activePower: number;
		readonly reactivePower?: number;
	}[];
}

/**
 * Plays a segment of a recording in `folder` to a meter on the XS engine and reads it over Modbus.
 */
export async function judge(folder: string, segment: SegmentTruth): Promise<Verdict> {
	const phases = [segment.phases.A, segment.phases.B, segment.phases.C];
	const scale = scaleOf(phases);
	const numbers = (label: "v_channel" | "i_channel"): string =>
		phases.map((phase) => Number.parseInt(phase[label], 10)).join(",");
	const bench = await startBench([
		...["--waveform", join(folder, `${segment.recording}.cfg`)],
		...["--waveform-channels", `${numbers("v_channel")}:${numbers("i_channel")}`],
		...["--waveform-scale", `${scale.voltage}:${scale.current}`],
		...["--waveform-segment", `${segment.start}:${segment.end_exclusive}`],
	]);
	try {
		await bench.call("POST", "/api/advance", { seconds: SETTLING_S });
		const readings = await readMeasurements(bench);
		const meter = errorsOf(
			{
				frequency: readings.frequency,
				phases: phases.map((_, index) => ({
					voltage: readings.voltage[index] ?? Number.NaN,
					current: readings.current[index] ?? Number.NaN,
					activePower: readings.activePower[index + 1] ?? Number.NaN,
				})),
			},
			segment,
			scale,
		);
		const truth = (await bench.call("GET", "/api/truth")).body as Truth;
		const ownTruth = errorsOf(truth, segment, scale);
		const withinLimits =
			within(meter, METER_LIMIT_PERCENT, METER_LIMIT_MHZ) &&
			within(ownTruth, BENCH_LIMIT_PERCENT, BENCH_LIMIT_MHZ);
		return { meter, bench: ownTruth, withinLimits };
	} finally {
		await bench.stop();
	}
}

interface Scale {
	readonly voltage: number;
	readonly current: number;
}

/** Factors to what a meter's terminals take; 1 if they take it as it is. */
function scaleOf(phases: readonly PhaseTruth[]): Scale {
	const highest = (field: "V_rms" | "I_rms"): number =>
		Math.max(...phases.map((phase) => phase[field]));
	return {
		voltage: Math.min(1, MAXIMUM_VOLTS / highest("V_rms")),
		current: Math.min(1, MAXIMUM_AMPERES / highest("I_rms")),
	};
}

function errorsOf(seen: Observation, { phases, f_Hz }: SegmentTruth, scale: Scale): Errors {
	const errors = [phases.A, phases.B, phases.C].map((phase, index) => {
		const own = seen.phases[index];
		// Current transformers pass no direct current, so the meter cannot read the recorder's.
		const current = Math.sqrt(phase.I_rms ** 2 - phase.I_dc ** 2) * scale.current;
		const voltage = phase.V_rms * scale.voltage;
		const power = (phase.P - phase.V_dc * phase.I_dc) * scale.voltage * scale.current;
		const reactive = phase.Q1 * scale.voltage * scale.current;
		const percent = (value: number | undefined, truth: number): number =>
			Math.abs(100 * ((value ?? Number.NaN) / truth - 1));
		return {
			voltage: percent(own?.voltage, voltage),
			// The meter gives a current the sign of its power.
			current: percent(Math.abs(own?.current ?? Number.NaN), current),
			power: percent(own?.activePower, power),
			reactive:
				own?.reactivePower === undefined
					? 0
					: Math.abs((100 * (own.reactivePower - reactive)) / (voltage * current)),
		};
	});
	const worst = (field: "voltage" | "current" | "power" | "reactive"): number =>
		Math.max(...errors.map((error) => error[field]));
	return {
		voltagePercent: worst("voltage"),
		currentPercent: worst("current"),
		powerPercent: worst("power"),
		reactivePercent: worst("reactive"),
		frequencyMHz: Math.abs(1000 * (seen.frequency - f_Hz)),
	};
}

/** True if no error exceeds its limit; an error that is no number does. */
function within(errors: Errors, percent: number, mHz: number): boolean {
	const { voltagePercent, currentPercent, powerPercent, reactivePercent, frequencyMHz } = errors;
	return (
		[voltagePercent, currentPercent, powerPercent, reactivePercent].every((e) => e <= percent) &&
		frequencyMHz <= mHz
	);
}
