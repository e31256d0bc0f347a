/** Examines one meter: uncalibrated, calibrated, at every load, in every event test. */
import { calibrate } from "../../bench/calibration/procedure.ts";
import type { Launch } from "../../bench/meter/launch.ts";
import { allCases } from "./cases.ts";
import { EVENT_TESTS, type EventTest, startUp } from "./event-tests.ts";
import type { Finding } from "./finding.ts";
import { balanced, type LoadCase } from "./load-case.ts";
import { measure, type Outcome, worst } from "./measure.ts";
import { MeterUnderTest, stationOf } from "./meter-under-test.ts";
import { setResolution } from "./registers.ts";

/**
 * Parts of a meter with ordinary transformers. Their coupling is left out: it is calibrated in
 * under balanced load, and remains under any other (docs/metrology.md).
 */
const HARDWARE = { ctClass: "ordinary", flickerNoise: true, crystal: true } as const;

/** Worst error of the three phases at 230 V, 1 A, in percent. */
export interface Precision {
	readonly voltage: number;
	readonly current: number;
	/** Active power at PF 1 and at PF 0.5 L. */
	readonly unity: number;
	readonly inductive: number;
}

/** Results of one meter. */
export interface Examination {
	readonly serialNumber: number;
	readonly uncalibrated: Precision;
	readonly calibrated: Precision;
	readonly outcomes: readonly Outcome[];
	readonly findings: readonly Finding[];
}

/** The part of an examination that is wanted. */
export interface Program {
	readonly cases: readonly LoadCase[];
	readonly events: readonly EventTest[];
}

/** Everything. */
export const WHOLE_PROGRAM: Program = { cases: allCases(), events: EVENT_TESTS };

/** Number of steps of an examination, each of which is reported. */
export function stepsOf({ cases, events }: Program): number {
	return cases.length + events.length + 2 * CHECKS.length + 2;
}

const CHECKS: readonly LoadCase[] = [0, 60].map((angle) => ({
	id: `check ${angle}`,
	test: "Load, balanced",
	label: `1 A, ${angle}°`,
	settings: balanced({ current: 1, angle }),
	active: {},
}));

/**
 * Examines a meter.
 * @param engine the program that runs the firmware
 * @param onStep called after each step, see {@link stepsOf}
 */
export async function examine(
	engine: Launch,
	serialNumber: number,
	{ cases, events }: Program,
	onStep: () => void = () => {},
): Promise<Examination> {
	const start = await startUp(engine, serialNumber);
	onStep();
	const meter = new MeterUnderTest(engine, serialNumber, undefined, HARDWARE);
	try {
		await meter.start();
		await meter.seal(true);
		await setResolution(meter);
		const uncalibrated = await precision(meter, onStep);
		await calibrate(stationOf(meter));
		await meter.seal(true);
		onStep();
		const calibrated = await precision(meter, onStep);
		const outcomes: Outcome[] = [];
		for (const test of cases) {
			outcomes.push(await measure(meter, test));
			onStep();
		}
		const findings = [...start];
		for (const test of events) {
			findings.push(...(await test(meter)));
			onStep();
		}
		return { serialNumber, uncalibrated, calibrated, outcomes, findings };
	} finally {
		await meter.stop();
	}
}

async function precision(meter: MeterUnderTest, onStep: () => void): Promise<Precision> {
	const outcomes: Outcome[] = [];
	for (const check of CHECKS) {
		outcomes.push(await measure(meter, check));
		onStep();
	}
	const [unity, inductive] = outcomes;
	return {
		voltage: worst([unity?.voltage]) ?? Number.NaN,
		current: worst([unity?.current]) ?? Number.NaN,
		unity: worst([unity?.worstPhaseActive]) ?? Number.NaN,
		inductive: worst([inductive?.worstPhaseActive]) ?? Number.NaN,
	};
}
