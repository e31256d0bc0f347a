/**
 * Scripts of a torture run: load, tariffs, settings, CT ratios, power cuts; the same every time.
 */

import { packCtRatio } from "energy/ct-ratio";
import { CONSTANTS } from "metrology/calibration-constants";
import { Commit } from "metrology/calibration-quantities";
import type { RegisterName } from "../../client/register-table.ts";
import type { Powers } from "./ledger.ts";
import { type FrameStep, frame, RECORD } from "./records.ts";
import type { VoltageStep } from "./voltage-event.ts";

/** One step of a scenario. */
export type Step =
	| { readonly kind: "load"; readonly powers: Powers }
	| { readonly kind: "run"; readonly seconds: number }
	| { readonly kind: "write"; readonly name: RegisterName; readonly value: number }
	| FrameStep
	| VoltageStep
	| { readonly kind: "input"; readonly level: 0 | 1 }
	| { readonly kind: "seal"; readonly open: boolean }
	/** The supply fails with a warning and enough time. */
	| { readonly kind: "warn" };

const load = (active: Powers["active"], reactive: Powers["reactive"]): Step => ({
	kind: "load",
	powers: { active, reactive },
});
const run = (seconds: number): Step => ({ kind: "run", seconds });
const write = (name: RegisterName, value: number): Step => ({ kind: "write", name, value });
const ratio = (primary: number, secondary: number): Step =>
	write("ctRatio", packCtRatio(primary, secondary));
const voltage = (parts: VoltageStep["parts"], halves: number): Step => ({
	kind: "voltage",
	parts,
	halves,
});
const WARN: Step = { kind: "warn" };

/** Steps that write constants other than the nominal ones, with the seal open. */
function calibration(shift: number): Step[] {
	const constants = [1, 2, 3].flatMap((phase) =>
		CONSTANTS.map(({ name, nominal, maximum }) =>
			write(
				`${name}L${phase}` as RegisterName,
				Math.fround(nominal + (maximum - nominal) * shift * phase),
			),
		),
	);
	return [
		{ kind: "seal", open: true },
		write("calibrationMode", 1),
		...constants,
		write("calibrated", Commit.TAKE_OVER),
		write("calibrationMode", 0),
		{ kind: "seal", open: false },
	];
}

const FULL = load([1150, 1150, 1150], [0, 0, 0]);
const MIXED = load([1000, -400, 250], [-300, 200, 500]);
const SMALL = load([2, 0.5, 3], [1, -1, 0]);

/**
 * Half an hour of meter time in parts, each from a power-up to the next power cut, with a warning
 * or without.
 */
export const SCENARIO: readonly (readonly Step[])[] = [
	[
		...calibration(0.1),
		FULL,
		run(130),
		write("tariff", 3),
		run(65),
		write("modbusId", 17),
		{ kind: "input", level: 1 },
		run(10),
		WARN,
	],
	[MIXED, run(70), ratio(100, 5), run(61), write("combinationCode", 3), write("tariff", 2)],
	[
		FULL,
		{ kind: "input", level: 0 },
		run(65),
		write("resettableEnergy", 0),
		run(130),
		ratio(250, 1),
		run(20),
	],
	[MIXED, write("tariff", 4), write("s0Rate", 10), run(65), WARN],
	[
		SMALL,
		run(130),
		write("password", 4711),
		write("powerDownCounter", 0),
		ratio(5, 5),
		run(30),
		WARN,
	],
	[FULL, run(190), WARN],
	[
		{ kind: "seal", open: true },
		write("parameterLock", 1),
		write("wiring", 1),
		write("combinationCode", 2),
		write("parameterLock", 0),
		write("wiring", 0),
		{ kind: "seal", open: false },
	],
	[WARN],
	[write("modbusId", 3), write("lcdCycleTime", 7), ...calibration(0.2), MIXED, run(65), WARN],
	[
		MIXED,
		ratio(1000, 5),
		run(65),
		write("resettableEnergy", 0),
		run(65),
		write("tariff", 1),
		run(5),
		WARN,
	],
];

/** Many saves, so that sectors fill up and are erased. */
export const LONG: readonly (readonly Step[])[] = [
	[
		FULL,
		...Array.from({ length: 34 }, (_, i) => [write("lcdCycleTime", 1 + (i % 30)), run(61)]).flat(),
		WARN,
	],
	[
		MIXED,
		ratio(50, 5),
		...Array.from({ length: 20 }, (_, i) => [write("modbusId", 2 + i), run(20)]).flat(),
	],
	[
		FULL,
		...calibration(0.15),
		...Array.from({ length: 16 }, () => [write("resettableEnergy", 0), run(5)]).flat(),
		WARN,
	],
	// More entries than a sector of the audit trail holds.
	[
		MIXED,
		...Array.from({ length: 66 }, (_, i): Step => ({ kind: "seal", open: i % 2 === 0 })),
		run(2),
		WARN,
	],
];

/**
 * Frames with several records: settings alone, and settings with something that is stored
 * elsewhere, tariff or reset. After a cut all of a frame is in force, or nothing.
 */
export const FRAMES: readonly (readonly Step[])[] = [
	[
		FULL,
		run(65),
		frame(RECORD.address(7), RECORD.identification(45_670_123), RECORD.combinationCode(3)),
	],
	[
		MIXED,
		run(10),
		frame(RECORD.s0Rate(100), RECORD.address(9)),
		run(65),
		frame(RECORD.combinationCode(2), RECORD.s0Rate(10), RECORD.identification(1)),
		WARN,
	],
	[FULL, run(65), frame(RECORD.tariff(2), RECORD.combinationCode(4), RECORD.address(11)), WARN],
	[MIXED, run(65), frame(RECORD.address(12), RECORD.tariff(3)), run(5), WARN],
	[
		MIXED,
		run(65),
		frame(RECORD.combinationCode(1), RECORD.resetEnergy(), RECORD.identification(2)),
		WARN,
	],
];

/** Dips, swells and interruptions; demands, extremes and their resets; settings of all of these. */
export const QUALITY: readonly (readonly Step[])[] = [
	[
		FULL,
		write("demandPeriod", 1),
		voltage([0.4, 1, 1], 11),
		run(65),
		voltage([1, 1.2, 1], 3),
		write("extremesReset", 1),
		voltage([0, 0.01, 0.02], 50),
		WARN,
	],
	[MIXED, voltage([0.853, 0.7, 1], 7), run(70), write("demandReset", 1), voltage([1, 1, 0.5], 2)],
	[
		write("dipLimit", 85),
		write("interruptionLimit", 7),
		write("nominalVoltage", 220),
		write("nominalVoltage", 230),
		write("dipLimit", 90),
		write("interruptionLimit", 5),
		voltage([1, 0.06, 1.4], 20),
		SMALL,
		run(61),
		write("demandPeriod", 2),
		WARN,
	],
	// More events than a sector holds with those of the power-up, and the meter logs in a row.
	[...Array.from({ length: 16 }, (_, i) => voltage([0.9 - 0.01 * (i + 1), 1, 1], i + 1)), WARN],
];
