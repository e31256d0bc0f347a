/**
 * The Modbus register map (manual, appendix 2; vendor block: docs/calibration.md), keyed by
 * meaning.
 */
import { CONSTANTS, METER_CONSTANTS } from "metrology/calibration-constants";
import { AVERAGES, RATIOS } from "metrology/calibration-quantities";
import { PHASES } from "registers/quantity";
import { EVENT_FIELDS, EVENTS_SHOWN, type LOGS } from "storage/quantities";

/**
 * Formats of a value in registers:
 * `float` IEEE 754 single precision, most significant word first (2 registers) ·
 * `integer` two's complement · `binary` without a sign · `ascii` two characters, as their codes ·
 * `bcd` packed decimal digits, "HEX" in the manual (each 1 or 2 registers).
 */
export type Format = "float" | "integer" | "binary" | "ascii" | "bcd";

/** How registers carry one quantity. */
export interface ModbusEntry<Name extends string = string> {
	/** Of the quantity. */
	readonly name: Name;
	/** Of the first register. */
	readonly address: number;
	readonly format: Format;
	/** Registers that it takes. */
	readonly length: 1 | 2;
	/** The registers carry the model's value / divisor: kW of W, kWh of Wh. */
	readonly divisor: number;
}

/** Address ranges, both ends included. */
export interface Block {
	readonly first: number;
	readonly last: number;
}

/**
 * Inside a block an address without a quantity reads as 0, because clients read in blocks; outside
 * of all blocks it is exception 02.
 */
export const BLOCKS: readonly Block[] = Object.freeze([
	Object.freeze({ first: 0x4000, last: 0x4034 }),
	Object.freeze({ first: 0x5000, last: 0x5037 }),
	Object.freeze({ first: 0x6000, last: 0x6090 }),
	Object.freeze({ first: 0x6100, last: 0x619f }),
	Object.freeze({ first: 0x6300, last: 0x639f }),
	Object.freeze({ first: 0x7000, last: 0x70ff }),
	Object.freeze({ first: 0x7100, last: 0x71ff }),
	Object.freeze({ first: 0x7200, last: 0x72ff }),
	Object.freeze({ first: 0x7600, last: 0x76ff }),
]);

/** Watts in a kW, Wh in a kWh. */
const KILO = 1000;

function entry<Name extends string>(
	name: Name,
	address: number,
	format: Format,
	length: 1 | 2 = 1,
): ModbusEntry<Name> {
	return { name, address, format, length, divisor: 1 };
}

function float<Name extends string>(name: Name, address: number, divisor = 1): ModbusEntry<Name> {
	return { name, address, format: "float", length: 2, divisor };
}

/** Floats one after the other from `address`. */
function floats<Name extends string>(
	address: number,
	names: readonly Name[],
	divisor = 1,
): ModbusEntry<Name>[] {
	return names.map((name, place) => float(name, address + 2 * place, divisor));
}

/** A quantity for L1, L2 and L3. */
function ofPhases<Kind extends string>(kind: Kind) {
	return PHASES.map((phase) => `${kind}${phase}` as const);
}

/** All, T1, T2, L1, L2, L3 of an energy. */
function direction<Kind extends string>(kind: Kind) {
	return [kind, `${kind}T1`, `${kind}T2`, `${kind}L1`, `${kind}L2`, `${kind}L3`] as const;
}

/** T3 and T4 of an energy. */
function later<Kind extends string>(kind: Kind) {
	return [`${kind}T3`, `${kind}T4`] as const;
}

/** All, T1..T4 of an energy. */
function byTariff<Kind extends string>(kind: Kind) {
	return [kind, `${kind}T1`, `${kind}T2`, `${kind}T3`, `${kind}T4`] as const;
}

/** Pages of the CT history, and registers from one to the next. */
const PAGES = Object.freeze([0, 1, 2, 3, 4, 5, 6, 7]);
const PAGE_REGISTERS = 0x14;

/** A page of the CT history of two energies. */
function page(address: number, place: number, forward: string, reverse: string) {
	const names = [forward, reverse].flatMap((kind) => byTariff(`${kind}Page${place}`));
	return floats(
		address + PAGE_REGISTERS * place,
		names as `${string}Page${number}${string}`[],
		KILO,
	);
}

const identity = () => [
	entry("serialNumber", 0x4000, "bcd", 2),
	entry("meterCode", 0x4002, "bcd"),
	entry("modbusId", 0x4003, "integer"),
	entry("baudRate", 0x4004, "integer"),
	float("protocolVersion", 0x4005),
	float("softwareVersion", 0x4007),
	float("hardwareVersion", 0x4009),
	entry("meterAmperes", 0x400b, "integer"),
	entry("ctPrimary", 0x400c, "bcd"),
	float("s0Rate", 0x400d),
	entry("combinationCode", 0x400f, "integer"),
	entry("lcdCycleTime", 0x4010, "bcd"),
	entry("parity", 0x4011, "integer"),
	...PHASES.map((phase, place) => entry(`direction${phase}` as const, 0x4012 + place, "ascii")),
	entry("errorCode", 0x4015, "binary"),
	entry("powerDownCounter", 0x4016, "integer"),
	entry("quadrant", 0x4017, "integer"),
	...PHASES.map((phase, place) => entry(`quadrant${phase}` as const, 0x4018 + place, "integer")),
	entry("checksum", 0x401b, "binary", 2),
	entry("statusWord", 0x401d, "binary", 2),
	entry("ctRatio", 0x401f, "bcd", 2),
	entry("pulseWidth", 0x4021, "bcd"),
	entry("pulseType", 0x4022, "bcd"),
	entry("checksum2", 0x4023, "binary", 2),
	entry("dataType", 0x4026, "integer"),
	entry("screenDirection", 0x4032, "integer"),
	entry("obisCodes", 0x4033, "integer"),
	entry("backlight", 0x4034, "integer"),
];

const measurements = () => [
	...floats(0x5002, ofPhases("voltage")),
	float("frequency", 0x5008),
	...floats(0x500c, ofPhases("current")),
	float("activePower", 0x5012, KILO),
	...floats(0x5014, ofPhases("activePower"), KILO),
	float("reactivePower", 0x501a, KILO),
	...floats(0x501c, ofPhases("reactivePower"), KILO),
	float("apparentPower", 0x5022, KILO),
	...floats(0x5024, ofPhases("apparentPower"), KILO),
	float("powerFactor", 0x502a),
	...floats(0x502c, ofPhases("powerFactor")),
	...floats(0x5032, ["voltageL1L2", "voltageL1L3", "voltageL2L3"]),
];

const energies = () => [
	...floats(0x6000, direction("totalActiveEnergy"), KILO),
	...floats(0x600c, direction("forwardActiveEnergy"), KILO),
	...floats(0x6018, direction("reverseActiveEnergy"), KILO),
	...floats(0x6024, direction("totalReactiveEnergy"), KILO),
	...floats(0x6030, direction("forwardReactiveEnergy"), KILO),
	...floats(0x603c, direction("reverseReactiveEnergy"), KILO),
	entry("tariff", 0x6048, "integer"),
	float("resettableEnergy", 0x6049, KILO),
	...floats(0x604b, later("totalActiveEnergy"), KILO),
	...floats(0x604f, later("forwardActiveEnergy"), KILO),
	...floats(0x6053, later("reverseActiveEnergy"), KILO),
	...floats(0x6057, later("totalReactiveEnergy"), KILO),
	...floats(0x605b, later("forwardReactiveEnergy"), KILO),
	...floats(0x605f, later("reverseReactiveEnergy"), KILO),
	...floats(0x6063, byTariff("reactiveEnergyQ1"), KILO),
	...floats(0x606d, byTariff("reactiveEnergyQ2"), KILO),
	...floats(0x6077, byTariff("reactiveEnergyQ3"), KILO),
	...floats(0x6081, byTariff("reactiveEnergyQ4"), KILO),
	...floats(0x608b, ofPhases("resettableEnergy"), KILO),
	...PAGES.flatMap((place) => page(0x6100, place, "forwardActiveEnergy", "reverseActiveEnergy")),
	...PAGES.flatMap((place) =>
		page(0x6300, place, "forwardReactiveEnergy", "reverseReactiveEnergy"),
	),
];

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

/**
 * All entries, made again at each call: the firmware joins them when it is loaded, and keeps only
 * what came of it.
 */
export const modbusMap = () => [
	...identity(),
	...measurements(),
	...energies(),
	...calibration(),
	...mbus(),
	...lastWindow(),
	...events(),
	...constants(),
];
