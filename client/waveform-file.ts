/** Waveforms as files: COMTRADE in one file (IEEE C37.111-2013, .cff), and tables. */

/** A channel: V1, I1, V2, I2, V3 or I3. */
export interface WaveformChannel {
	readonly name: string;
	readonly phase: string;
	readonly unit: "V" | "A";
	/** Volts or amperes of a stored 1. */
	readonly factor: number;
	/** Ratio of its transformer. Currents of more than 1 are those of the primary side. */
	readonly primary: number;
	readonly secondary: number;
}

export interface Waveform {
	readonly serialNumber: string;
	/** Of the mains, Hz. */
	readonly frequency: number;
	/** Points in a second. */
	readonly rateHz: number;
	readonly channels: readonly WaveformChannel[];
	/** Largest stored number, without its sign. */
	readonly largest: number;
	/** Number of points. */
	readonly length: number;
	/** Stored numbers of a point, in the order of the channels. */
	stored(point: number): readonly number[];
}

/** Names, phases and units of the channels in the order in which meters have them. */
export const CHANNELS_OF_METER = ["L1", "L2", "L3"].flatMap(
	(phase) =>
		[
			{ name: `V${phase.slice(1)}`, phase, unit: "V" },
			{ name: `I${phase.slice(1)}`, phase, unit: "A" },
		] as const,
);

/** Decimals of a table: 10 µV and 1 µA. */
const DECIMALS = { V: 5, A: 6 } as const;

const MICROSECONDS = 1e6;

/** Dates of a recording without a clock: the meter knows none. */
const NO_DATE = "01/01/2000,00:00:00.000000";

const pointsOf = ({ length }: Waveform, write: (point: number) => string): string[] =>
	Array.from({ length }, (_, point) => write(point));

/** Values of a point in V and A. */
export function valuesOf(waveform: Waveform, point: number): number[] {
	const { channels } = waveform;
	return waveform.stored(point).map((stored, index) => stored * (channels[index]?.factor ?? 0));
}

/** Comma-separated values: time in ms, volts, amperes. */
export function csvOf(waveform: Waveform): string {
	const { channels, rateHz } = waveform;
	const lines = pointsOf(waveform, (point) => {
		const values = valuesOf(waveform, point).map((value, index) =>
			value.toFixed(DECIMALS[channels[index]?.unit ?? "V"]),
		);
		return [Number(((point * 1000) / rateHz).toFixed(6)), ...values].join(",");
	});
	const head = ["ms", ...channels.map(({ name, unit }) => `${name} ${unit}`)].join(",");
	return [head, ...lines, ""].join("\r\n");
}

/** A COMTRADE recording in one file, samples as text. */
export function cffOf(waveform: Waveform): string {
	const { channels, rateHz, largest, length } = waveform;
	const data = pointsOf(waveform, (point) => {
		const timeUs = Math.round((point * MICROSECONDS) / rateHz);
		return [point + 1, timeUs, ...waveform.stored(point)].join(",");
	});
	const lines = channels.map(({ name, phase, unit, factor, primary, secondary }, index) => {
		const side = primary === secondary ? "S" : "P";
		const range = [-largest, largest, primary, secondary, side];
		return [index + 1, name, phase, "", unit, factor, 0, 0, ...range].join(",");
	});
	const configuration = [
		`Ambit,${waveform.serialNumber},2013`,
		`${channels.length},${channels.length}A,0D`,
		...lines,
		waveform.frequency.toFixed(3),
		"1",
		`${rateHz},${length}`,
		NO_DATE,
		NO_DATE,
		"ASCII",
		"1",
		"0,0",
		"0,0",
	];
	const text = `${data.join("\r\n")}\r\n`;
	return [
		"--- file type: CFG ---",
		...configuration,
		`--- file type: DAT ASCII: ${text.length} ---`,
		text,
	].join("\r\n");
}
