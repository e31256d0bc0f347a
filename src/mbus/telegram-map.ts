/** Quantities as M-Bus records (manual A1.2; EN 13757-3, 6), keyed by meaning. */
import { freezeRows, PHASES } from "registers/quantity";

/** Header of a record, as bytes in order. */
interface RecordHeader {
	/** DIF and DIFEs. */
	readonly dif: readonly number[];
	/** VIF and VIFEs. */
	readonly vif: readonly number[];
}

/** A record of the telegram: whole steps of the quantity, or its value where it has none. */
export interface MBusReading<Name extends string = string> extends RecordHeader {
	readonly name: Name;
	/**
	 * The value is a ratio of current transformers: four digits of the primary, two of the secondary.
	 */
	readonly ratio?: true;
}

/** A record that a master may send. */
export interface MBusWriting<Name extends string = string> extends RecordHeader {
	readonly name: Name;
	/**
	 * Model's value of one step of the record's; 0: the record's value is ignored and the range's
	 * minimum written.
	 */
	readonly step: number;
}

/** The tariff's VIF gives its unit in plain text, "T". */
const TARIFF = { dif: [0x09], vif: [0x7c, 0x01, 0x54] };

/**
 * DIF and DIFEs of an energy by tariff; each DIFE holds two bits of the tariff (EN 13757-3, 6.3.5).
 */
const TARIFF_DIFS = [[0x04], [0x84, 0x10], [0x84, 0x20], [0x84, 0x30], [0x84, 0x80, 0x10]];

/** An energy of all tariffs, then of T1..T4. */
function byTariff<Kind extends string>(kind: Kind, vif: readonly number[]) {
	const names = [kind, `${kind}T1`, `${kind}T2`, `${kind}T3`, `${kind}T4`] as const;
	return names.map((name, tariff) => ({ name, dif: TARIFF_DIFS[tariff], vif }));
}

/** A quantity of L1, L2 and L3: its VIFs, the manufacturer's VIFE, the phase. */
function perPhase<Kind extends string>(kind: Kind, dif: number, vif: readonly number[]) {
	return PHASES.map((phase, place) => ({
		name: `${kind}${phase}` as const,
		dif: [dif],
		vif: [...vif, 0xfc, place + 1],
	}));
}

/** Records of the telegram in their order. */
export const TELEGRAM = freezeRecords([
	...byTariff("forwardActiveEnergy", [0x03]),
	...byTariff("reverseActiveEnergy", [0x83, 0x3c]),
	{ name: "resettableEnergy", dif: [0x04], vif: [0x83, 0xfc, 0x10] },
	{ name: "forwardReactiveEnergy", dif: [0x04], vif: [0xfb, 0x82, 0x73] },
	{ name: "reverseReactiveEnergy", dif: [0x04], vif: [0xfb, 0x82, 0xf3, 0x3c] },
	...perPhase("voltage", 0x02, [0xfd, 0xc7]),
	...perPhase("current", 0x03, [0xfd, 0xd9]),
	{ name: "activePower", dif: [0x03], vif: [0x2b] },
	...perPhase("activePower", 0x03, [0xab]),
	{ name: "reactivePower", dif: [0x03], vif: [0xfb, 0x14] },
	...perPhase("reactivePower", 0x03, [0xfb, 0x94]),
	{ name: "apparentPower", dif: [0x03], vif: [0xfb, 0x34] },
	{ name: "powerFactor", dif: [0x0a], vif: [0xfd, 0x3a] },
	{ name: "frequency", dif: [0x03], vif: [0xfb, 0x2c] },
	{ name: "tariff", ...TARIFF },
	{ name: "ctRatio", dif: [0x0b], vif: [0xfd, 0x3a], ratio: true },
]);

/** Records that a master may send. */
export const WRITABLE_RECORDS = freezeRecords([
	{ name: "s0Rate", dif: [0x0c], vif: [0xfd, 0x3a], step: 0.01 },
	{ name: "combinationCode", dif: [0x09], vif: [0xfd, 0x3a], step: 1 },
	{ name: "powerDownCounter", dif: [0x0a], vif: [0xfd, 0x60], step: 0 },
	{ name: "tariff", ...TARIFF, step: 1 },
	{ name: "resettableEnergy", dif: [0x0c], vif: [0x04], step: 0 },
	{ name: "mbusAddress", dif: [0x01], vif: [0x7a], step: 1 },
	{ name: "mbusIdentification", dif: [0x0c], vif: [0x79], step: 1 },
]);

function freezeRecords<const Records extends readonly (RecordHeader & { name: string })[]>(
	records: Records,
): Records {
	for (const record of records as readonly RecordHeader[]) {
		Object.freeze(record.dif);
		Object.freeze(record.vif);
	}
	return freezeRows(records);
}
