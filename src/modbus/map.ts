/**
 * The Modbus register map (manual, appendix 2; the vendor block is in modbus/vendor-map), keyed by
 * meaning.
 */
import { entry, float, floats, ofPhases } from "modbus/entry";
import { vendorMap } from "modbus/vendor-map";
import { PHASES } from "registers/quantity";

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
	Object.freeze({ first: 0x7300, last: 0x73ff }),
	Object.freeze({ first: 0x7400, last: 0x75ff }),
	Object.freeze({ first: 0x7600, last: 0x76ff }),
	Object.freeze({ first: 0x7700, last: 0x777f }),
]);

/** Watts in a kW, Wh in a kWh. */
const KILO = 1000;

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

/**
 * All entries, made again at each call: the firmware joins them when it is loaded, and keeps only
 * what came of it.
 */
export const modbusMap = () => [...identity(), ...measurements(), ...energies(), ...vendorMap()];
