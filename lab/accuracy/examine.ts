/** Examines one meter: uncalibrated, calibrated, at every load, in every event test. */
import { readConstants, three, writeConstants } from "../../bench/calibration/block.ts";
import type { Constants } from "../../bench/calibration/constants.ts";
import { calibrate } from "../../bench/calibration/procedure.ts";
import { type StationErrors, stationErrors } from "../../bench/calibration/station-errors.ts";
import type { MakeConversion } from "../../bench/front-end/block.ts";
import { ALL_FAULTS } from "../../bench/front-end/faults.ts";
import type { Launch } from "../../bench/meter/launch.ts";
import { FRAME_RATE_HZ } from "../../src/sampling.ts";
import { curveCases } from "./curve-cases.ts";
import { EVENT_TESTS, type EventTest, startUp } from "./event-tests.ts";
import type { Examination, Repeats } from "./examination.ts";
import type { Finding } from "./finding.ts";
import { influenceCases } from "./influence-cases.ts";
import { balanced, type LoadCase } from "./load-case.ts";
import { measure, type Outcome } from "./measure.ts";
import { MeterUnderTest, stationOf } from "./meter-under-test.ts";
import { ordinaryCases } from "./ordinary-cases.ts";
import { setResolution } from "./registers.ts";
import { repeatedCases } from "./repeated-cases.ts";
import { standardLoads } from "./standard-cases.ts";
import { waveformCases } from "./waveform-cases.ts";

/** The parts of an examination that are wanted. */
export interface Program {
	readonly cases: readonly LoadCase[];
	readonly repeated: readonly LoadCase[];
	/** Measurements of each repeated case. */
	readonly repetitions: number;
	readonly events: readonly EventTest[];
	/** Cases with ordinary transformers; none: they are not built in. */
	readonly ordinary: readonly LoadCase[];
}

/** Everything. */
export function wholeProgram(): Program {
	return {
		cases: [...standardLoads(), ...influenceCases(), ...waveformCases(), ...curveCases()],
		repeated: repeatedCases(),
		repetitions: 10,
		events: EVENT_TESTS,
		ordinary: ordinaryCases(),
	};
}

/** How the meter runs. */
export interface Bench {
	/** The program that runs the firmware. */
	readonly engine: Launch;
	/** Of the front end. */
	readonly conversion?: MakeConversion | undefined;
}

/** Number of steps of an examination, each of which is reported. */
export function stepsOf({ cases, repeated, events, ordinary }: Program): number {
	const calibrations = ordinary.length > 0 ? 2 : 1;
	return (
		1 +
		2 * CHECKS.length +
		cases.length +
		repeated.length +
		events.length +
		calibrations +
		2 * ordinary.length
	);
}

export const CHECKS: readonly LoadCase[] = [0, 60].map((angle) => ({
	id: `check ${angle}`,
	section: "Active energy, balanced load",
	label: angle === 0 ? "1 A, PF 1" : "1 A, PF 0.5 L",
	settings: balanced({ current: 1, angle }),
	seconds: 5,
}));

/**
 * Examines a meter.
 * @param onStep called after each step with its description, see {@link stepsOf}
 */
export async function examine(
	{ engine, conversion }: Bench,
	serialNumber: number,
	program: Program,
	onStep: (what: string) => void = () => {},
): Promise<Examination> {
	const station = stationErrors(serialNumber);
	const findings = await startUp(engine, serialNumber, conversion);
	onStep("start-up");
	const meter = new MeterUnderTest(engine, serialNumber, undefined, ALL_FAULTS, conversion);
	const run = new Run(meter, station, onStep);
	try {
		await meter.start();
		await meter.seal(true);
		await setResolution(meter);
		const uncalibrated = await run.all(CHECKS, false);
		await run.calibrate();
		const calibrated = await run.all(CHECKS);
		const outcomes = await run.all(program.cases);
		const repeats = await run.repeats(program.repeated, program.repetitions);
		findings.push(...(await run.events(program.events)));
		const { ordinary, onePoint } = await run.ordinary(program.ordinary);
		const meterSeconds = meter.frames / FRAME_RATE_HZ;
		return {
			serialNumber,
			station,
			uncalibrated,
			calibrated,
			outcomes,
			repeats,
			findings,
			ordinary,
			onePoint,
			meterSeconds,
		};
	} finally {
		await meter.stop();
	}
}

/** The examination of one meter. */
class Run {
	readonly #meter: MeterUnderTest;
	readonly #station: StationErrors;
	readonly #onStep: (what: string) => void;

	constructor(meter: MeterUnderTest, station: StationErrors, onStep: (what: string) => void) {
		this.#meter = meter;
		this.#station = station;
		this.#onStep = onStep;
	}

	async calibrate(): Promise<void> {
		await calibrate(stationOf(this.#meter, this.#station));
		await this.#meter.seal(true);
		this.#onStep("calibration");
	}

	/** @param calibrated false: the station has no part in the errors */
	async all(cases: readonly LoadCase[], calibrated = true): Promise<Outcome[]> {
		const outcomes: Outcome[] = [];
		for (const one of cases) {
			outcomes.push(await measure(this.#meter, one, calibrated ? this.#station : undefined));
			// All points of a curve that is not over the temperature are one test.
			const name = one.curve && one.celsius === undefined ? one.curve.name : one.label;
			this.#onStep(`${one.section}: ${name}`);
		}
		return outcomes;
	}

	async repeats(cases: readonly LoadCase[], times: number): Promise<Repeats[]> {
		const repeats: Repeats[] = [];
		for (const one of cases) {
			const outcomes: Outcome[] = [];
			for (let n = 0; n < times; n++) outcomes.push(await measure(this.#meter, one, this.#station));
			repeats.push({ id: one.id, outcomes });
			this.#onStep(`${times} times ${one.label}`);
		}
		return repeats;
	}

	async events(tests: readonly EventTest[]): Promise<Finding[]> {
		const amplitudes = this.#station.map(({ voltage, current }) => -100 * (voltage + current));
		const part = amplitudes.reduce((sum, each) => sum + each, 0) / amplitudes.length;
		const findings: Finding[] = [];
		for (const test of tests) {
			const found = await test(this.#meter, part);
			findings.push(...found);
			this.#onStep(found[0]?.test ?? "");
		}
		return findings;
	}

	/** Each temperature once: with all constants, then with those of one point. */
	async ordinary(cases: readonly LoadCase[]) {
		const ordinary: Outcome[] = [];
		const onePoint: Outcome[] = [];
		if (cases.length === 0) return { ordinary, onePoint };
		this.#meter.ctClass = "ordinary";
		await this.calibrate();
		const station = stationOf(this.#meter);
		const ours = await readConstants(station);
		for (const celsius of new Set(cases.map((one) => one.celsius))) {
			const here = cases.filter((one) => one.celsius === celsius);
			ordinary.push(...(await this.all(here)));
			await writeConstants(station, ofOnePoint(ours));
			onePoint.push(...(await this.all(here)));
			await writeConstants(station, ours);
		}
		return { ordinary, onePoint };
	}
}

/**
 * The constants of a meter that is calibrated at 1 A, 50 Hz and 23 °C alone, as meters without a
 * table of their transformers' error, without a second frequency and without a thermometer are.
 */
function ofOnePoint(constants: Constants): Constants {
	return {
		...constants,
		phases: three((index) => {
			const phase = constants.phases[index];
			return {
				...phase,
				lead: phase.lead + phase.skew,
				skew: 0,
				voltageSkew: 0,
				gainAt10mA: 0,
				gainAt50mA: 0,
				gainAt5A: 0,
				leadAt10mA: 0,
				leadAt50mA: 0,
				leadAt5A: 0,
				voltageGainDrift: 0,
				currentGainDrift: 0,
				leadDrift: 0,
			};
		}),
		clockError: 0,
		clockSlope: 0,
		clockCurvature: 0,
	};
}
