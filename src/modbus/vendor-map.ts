/**
 * The vendor block of the Modbus register map: what the manual does not have (docs/registers.md).
 */
import { CONSTANTS, METER_CONSTANTS } from "metrology/calibration-constants";
import { AVERAGES, RATIOS } from "metrology/calibration-quantities";
import { entry, float, floats, ofPhases } from "modbus/entry";
import { qualityMap } from "modbus/quality-map";
import { PHASES } from "registers/quantity";
import { EVENT_FIELDS, EVENTS_SHOWN, type LOGS } from "storage/quantities";

/** Registers from one phase's constants, and averages, to the next. */
const CONSTANTS_REGISTERS = 0x40;
const AVERAGES_REGISTERS = 8;

const calibration = () => [
	entry("calibrationMode", 0x7000, "binary"),
	entry("refusedWrites", 0x7001, "binary"),
	entry("wiring", 0x7002, "binary"),
	entry("calibrated", 0x7003, "binary"),
	entry("calibrationChecksum", 0x7004, "binary", 2),
	entry("averaging", 0x7006, "binary"),
	entry("lostFrames", 0x7007, "binary"),
	entry("parameterLock", 0x7008, "binary"),
	...PHASES.flatMap((phase, place) =>
		floats(
			0x7040 + AVERAGES_REGISTERS * place,
			AVERAGES.map(({ name }) => `${name}Average${phase}` as const),
		),
	),
	float("frequencyAverage", 0x7058),
	float("averageSeconds", 0x705a),
	float("temperature", 0x705c),
	...floats(
		0x705e,
		RATIOS.map(({ name }) => name),
	),
];

/** 7010–703F had the constants of software with seven a phase; they stay unused. */
const constants = () => [
	...PHASES.flatMap((phase, place) =>
		floats(
			0x7600 + CONSTANTS_REGISTERS * place,
			CONSTANTS.map(({ name }) => `${name}${phase}` as const),
		),
	),
	...floats(
		0x76c0,
		METER_CONSTANTS.map(({ name }) => name),
	),
];

/** The last window: its number, then floats. */
const lastWindow = () => [
	entry("windowNumber", 0x7200, "binary", 2),
	...floats(0x7202, [
		"frequencyWindow",
		...ofPhases("voltageWindow"),
		...ofPhases("currentWindow"),
	]),
	...floats(0x7210, ["activePowerWindow", ...ofPhases("activePowerWindow")]),
	...floats(0x7218, ["reactivePowerWindow", ...ofPhases("reactivePowerWindow")]),
];

const mbus = () => [
	entry("mbusAddress", 0x7080, "binary"),
	entry("mbusBaudRate", 0x7081, "binary"),
	entry("mbusIdentification", 0x7082, "bcd", 2),
];

/** Registers from one event to the next, and where in them its fields are. */
const EVENT_REGISTERS = 8;
const EVENT_LAYOUT = Object.freeze({
	number: Object.freeze({ offset: 0, length: 2 } as const),
	seconds: Object.freeze({ offset: 2, length: 2 } as const),
	code: Object.freeze({ offset: 4, length: 1 } as const),
	detail: Object.freeze({ offset: 6, length: 2 } as const),
});

const PLACES = Object.freeze(Array.from({ length: EVENTS_SHOWN }, (_, place) => place + 1));

/** The events of a log that are shown, from the register of the first. */
function shown(log: (typeof LOGS)[number]["name"], first: number) {
	return PLACES.flatMap((place) =>
		EVENT_FIELDS.map(({ name }) => {
			const { offset, length } = EVENT_LAYOUT[name];
			const event =
				`${log}${place}${name}` as `${typeof log}${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}${typeof name}`;
			return entry(event, first + EVENT_REGISTERS * (place - 1) + offset, "binary", length);
		}),
	);
}

const events = () => [
	entry("latestEvent", 0x7100, "binary", 2),
	entry("firstEventShown", 0x7102, "binary", 2),
	...shown("event", 0x7110),
	entry("latestEntry", 0x7180, "binary", 2),
	entry("firstEntryShown", 0x7182, "binary", 2),
	entry("entryChecksum", 0x7184, "binary", 2),
	entry("changesLeft", 0x7186, "binary"),
	...shown("entry", 0x7188),
];

/** Lowest and highest of a quantity for each of its phases. */
function pairs<Kind extends string, Phase extends string>(kind: Kind, phases: readonly Phase[]) {
	return phases.flatMap((phase) => [`${kind}Minimum${phase}`, `${kind}Maximum${phase}`] as const);
}

/** Demand, and the lowest and highest readings. */
const statistics = () => [
	entry("demandPeriod", 0x73a0, "binary"),
	entry("demandReset", 0x73a1, "binary"),
	entry("demandIncomplete", 0x73a2, "binary"),
	entry("demandPeriods", 0x73a4, "binary", 2),
	entry("demandElapsed", 0x73a6, "binary", 2),
	...floats(0x73a8, [
		"forwardDemand",
		"reverseDemand",
		"forwardDemandLast",
		"reverseDemandLast",
		"forwardDemandMaximum",
		"reverseDemandMaximum",
	]),
	entry("forwardDemandMaximumAt", 0x73b4, "binary", 2),
	entry("reverseDemandMaximumAt", 0x73b6, "binary", 2),
	entry("demandResetAt", 0x73b8, "binary", 2),
	entry("operatingTime", 0x73ba, "binary", 2),
	...floats(0x73c0, [
		...pairs("voltage", PHASES),
		...pairs("current", PHASES),
		...pairs("activePower", [""]),
		...pairs("frequency", [""]),
	]),
	entry("extremesReset", 0x73e0, "binary"),
	entry("extremesResetAt", 0x73e2, "binary", 2),
];

/** All entries of the vendor block, made again at each call. */
export const vendorMap = () => [
	...calibration(),
	...mbus(),
	...lastWindow(),
	...qualityMap(),
	...statistics(),
	...events(),
	...constants(),
];
