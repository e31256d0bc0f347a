/** The values that the meter itself reads, asked by Modbus: `GET /api/readings`. */
import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import { ByteReader } from "../../client/bytes.ts";
import { decodeRegister } from "../../client/register-codec.ts";
import type { RtuClient } from "../bus/rtu-client.ts";
import type { ReadingName } from "../registers/name.ts";
import { REGISTERS, type ReadRegister, type RegisterRow } from "../registers/table.ts";
import type { Reading } from "./reading.ts";

export type Readings = Partial<Record<ReadingName, Reading>>;

/** A range of registers. */
interface Span {
	readonly first: number;
	readonly count: number;
}

/**
 * Identity and settings, measurements, energies, power quality, demand and extremes; no CT history
 * and no harmonics.
 */
const SPANS: readonly Span[] = [
	{ first: 0x4000, count: 0x35 },
	{ first: 0x5000, count: 0x38 },
	{ first: 0x6000, count: 0x91 },
	{ first: 0x7300, count: 0x64 },
	{ first: 0x73a0, count: 0x1c },
	{ first: 0x73c0, count: 0x24 },
];

/** Register 4026, and its code for integers. */
const DATA_TYPE = 0x4026;
const INTEGER = 2;

/** Decimal digits that a float of 32 bits carries. */
const FLOAT_DIGITS = 7;

/** Registers that are completely within a span. */
function within({ first, count }: Span): readonly ReadRegister[] {
	const inside = REGISTERS.filter(
		({ address, length }) => address >= first && address + length <= first + count,
	);
	return inside as ReadRegister[];
}

/** Every register that {@link readMeter} reads. */
export const READ_REGISTERS: readonly ReadRegister[] = SPANS.flatMap(within);

/**
 * Reads the meter.
 * @throws NoResponse, ModbusException
 */
export async function readMeter(client: RtuClient): Promise<Readings> {
	const integers = new ByteReader(await client.read(DATA_TYPE, 1)).uint16() === INTEGER;
	const readings: Readings = {};
	for (const span of SPANS) {
		const words = new ByteReader(await client.read(span.first, span.count));
		for (const row of within(span)) {
			words.seek(2 * (row.address - span.first));
			const value = readingOf(row, decodeRegister(row, words, integers));
			readings[row.name] = { value, unit: row.unit };
		}
	}
	return readings;
}

/** A register's value in the base unit, as people write it; null if it is no number yet. */
export function readingOf(row: RegisterRow, value: number): Reading["value"] {
	if (Number.isNaN(value)) return null;
	if (row.name === "ctRatio") return `${ctPrimaryOf(value)}/${ctSecondaryOf(value)}`;
	if (row.format === "ascii") return String.fromCharCode(value >> 8, value & 0xff).trim();
	return row.format === "float"
		? Number((value * row.divisor).toPrecision(FLOAT_DIGITS))
		: value * row.divisor;
}
