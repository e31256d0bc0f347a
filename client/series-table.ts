/**
 * The series of registers as a Modbus client sees them: lists of numbers of one kind, which have no
 * rows in the register table.
 */
import type { Format } from "modbus/entry";
import { SERIES } from "modbus/quality-map";
import { qualitySeries } from "quality/series";
import type { Unit } from "registers/quantity";

/** A series in registers. */
export interface SeriesRow {
	readonly name: string;
	readonly title: string;
	readonly unit: Unit;
	/** Of the first register. */
	readonly address: number;
	readonly format: Format;
	/** Registers that a number takes, which are those from one number to the next. */
	readonly length: 1 | 2;
	/** Numbers. */
	readonly count: number;
}

/** All series in the order of their addresses. */
export const seriesRows: readonly SeriesRow[] = SERIES.flatMap((entry) => {
	const series = qualitySeries[entry.series];
	if (!series) return [];
	const { name, title, unit, count } = series;
	const { address, format, length } = entry;
	return [{ name, title, unit, address, format, length, count }];
});
