/** The values that the meter itself reads, asked by Modbus: `GET /api/readings`. */
import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import { qualitySeries } from "quality/series";
import { readTyped } from "../../client/data-type.ts";
import { CHANNEL_NAMES, readHarmonics } from "../../client/quality-series.ts";
import { accessBy } from "../../client/register-access.ts";
import { decodeRegister, floatDigits } from "../../client/register-codec.ts";
import { isWithin, SPANS, type Span } from "../../spec/readings.ts";
import type { RtuClient } from "../bus/rtu-client.ts";
import type { ReadingName } from "../registers/name.ts";
import { REGISTERS, type ReadRegister, type RegisterRow } from "../registers/table.ts";
import type { Reading } from "./reading.ts";

export type Readings = Partial<Record<ReadingName, Reading>>;

/** Registers that are completely within a span. */
function within(span: Span): readonly ReadRegister[] {
	return REGISTERS.filter((row) => isWithin(span, row)) as ReadRegister[];
}

/** Every register that {@link readMeter} reads. */
export const READ_REGISTERS: readonly ReadRegister[] = SPANS.flatMap(within);

/** Figures of power quality that clients take in with the measurements. */
const QUALITY_VALUES = /^((voltage|current)ThdL[123]|neutralCurrent|voltageUnbalance)$/;

/** Registers that clients take in: measurements, energies, and some of power quality. */
export const VALUE_REGISTERS: readonly ReadRegister[] = READ_REGISTERS.filter(
	({ step, name }) => step !== 0 || QUALITY_VALUES.test(name),
);

/** Reads the meter. @throws NoResponse, ModbusException */
export function readMeter(client: RtuClient): Promise<Readings> {
	const meter = accessBy(client);
	return readTyped(meter, async (integers) => {
		const readings: Readings = {};
		for (const span of SPANS) {
			const words = await meter.read(span.first, span.count);
			for (const row of within(span)) {
				words.seek(2 * (row.address - span.first));
				const value = readingOf(row, decodeRegister(row, words, integers));
				readings[row.name] = { value, unit: row.unit };
			}
		}
		return readings;
	});
}

/** A register's value in the base unit, as people write it; null if it is no number yet. */
export function readingOf(row: RegisterRow, value: number): Reading["value"] {
	if (Number.isNaN(value)) return null;
	if (row.name === "ctRatio") return `${ctPrimaryOf(value)}/${ctSecondaryOf(value)}`;
	if (row.format === "ascii") return String.fromCharCode(value >> 8, value & 0xff).trim();
	return row.format === "float" ? floatDigits(value * row.divisor) : value * row.divisor;
}

/** Harmonics 1 to 40 of a voltage or current. */
interface Harmonics {
	readonly unit: string;
	/** RMS values; null: not known. */
	readonly values: readonly (number | null)[];
}

/**
 * Reads the harmonics, by the names of their series (quality/series).
 * @throws NoResponse, ModbusException
 */
export async function readAllHarmonics(client: RtuClient): Promise<Record<string, Harmonics>> {
	const harmonics: Record<string, Harmonics> = {};
	for (const [channel, { name, unit }] of qualitySeries.slice(0, CHANNEL_NAMES.length).entries()) {
		const values = await readHarmonics(accessBy(client), channel);
		harmonics[name] = {
			unit,
			values: values.map((rms) => (Number.isNaN(rms) ? null : floatDigits(rms))),
		};
	}
	return harmonics;
}
