/** The registers of power quality (docs/power-quality.md): part of the vendor block. */
import { entry, type Format, floats, ofPhases } from "modbus/entry";
import { qualitySeries } from "quality/series";

/** Power quality: of the last window of 10 or 12 cycles, counts, settings, a waveform. */
export const qualityMap = () => [
	entry("qualityWindow", 0x7300, "binary", 2),
	...floats(0x7302, [
		...ofPhases("voltageThd"),
		...ofPhases("currentThd"),
		...ofPhases("voltageCrestFactor"),
		...ofPhases("currentCrestFactor"),
		...ofPhases("kFactor"),
		"fundamentalPower",
		...ofPhases("fundamentalPower"),
		...ofPhases("fundamentalReactivePower"),
		...ofPhases("fundamentalApparentPower"),
		...ofPhases("nonfundamentalPower"),
		...ofPhases("currentDistortionPower"),
		...ofPhases("voltageDistortionPower"),
		...ofPhases("harmonicApparentPower"),
		"neutralCurrent",
		"voltageUnbalance",
		"voltageZeroSequence",
		"currentUnbalance",
		"currentZeroSequence",
	]),
	entry("dips", 0x7358, "binary"),
	entry("swells", 0x7359, "binary"),
	entry("interruptions", 0x735a, "binary"),
	entry("waveforms", 0x735b, "binary"),
	entry("nominalVoltage", 0x7360, "binary"),
	entry("dipLimit", 0x7361, "binary"),
	entry("swellLimit", 0x7362, "binary"),
	entry("interruptionLimit", 0x7363, "binary"),
	entry("waveformAge", 0x7700, "binary"),
	entry("waveformBlock", 0x7701, "binary"),
	entry("waveformNumber", 0x7702, "binary", 2),
	...floats(0x7704, ["waveformVolts", "waveformAmps", "waveformRate"]),
];

/** A series in registers: `count` numbers of one format, starting at `address`. */
export interface SeriesEntry {
	/** Index in `qualitySeries` (quality/series). */
	readonly series: number;
	readonly address: number;
	readonly format: Format;
	readonly length: 1 | 2;
	readonly divisor: number;
	readonly step: number;
	/** Address after the last register. */
	readonly end: number;
}

/** Registers from one channel's harmonics to the next one's. */
const HARMONICS_REGISTERS = 0x50;

/** Where the series are, in the order of their addresses. */
export const SERIES: readonly SeriesEntry[] = Object.freeze(
	qualitySeries.map(({ count }, series) => {
		const harmonics = series < qualitySeries.length - 1;
		const address = harmonics ? 0x7400 + HARMONICS_REGISTERS * series : 0x7710;
		const length = harmonics ? 2 : 1;
		const format = harmonics ? "float" : "integer";
		return Object.freeze({
			series,
			address,
			end: address + length * count,
			format,
			length,
			divisor: 1,
			step: 0,
		} as const);
	}),
);
