/**
 * The configuration (.cfg) of a COMTRADE recording: IEEE C37.111-1991, -1999 and -2013.
 *
 * The parser checks the fields that scaling and reading need. It accepts frequent faults in the
 * others: dates, phase names, an empty skew, a missing time-quality line.
 */
import { type ComtradeError, lineError, quote } from "./error.ts";
import { countOf, decoderFor, fieldsOf, linesOf, numberOf } from "./text.ts";

/** How samples are stored. */
export type DataType = "ASCII" | "BINARY" | "BINARY32" | "FLOAT32";

/** An analog channel. The value of a sample is multiplier × stored + offset, in `unit`. */
export interface AnalogChannel {
	/** Number in the .cfg, its first field. */
	readonly number: number;
	/** Position in a record, from 0. */
	readonly position: number;
	readonly name: string;
	readonly phase: string;
	/** As written, e.g. `kV`. */
	readonly unit: string;
	readonly multiplier: number;
	readonly offset: number;
	/** Delay of this channel's sample after the record's time, in µs. */
	readonly skew: number;
	/** Largest possible stored value; Infinity if not given. */
	readonly maximum: number;
	/** Primary side of the transformer's ratio; 1 if not given (1991). */
	readonly primary: number;
	/** Secondary side of the transformer's ratio. */
	readonly secondary: number;
	/** Side of the values; undefined if not given (1991). */
	readonly side: "P" | "S" | undefined;
}

/** A run of samples at one rate, as declared. */
export interface DeclaredSection {
	/** Hz; 0 if only the time stamps give it. */
	readonly rate: number;
	/** Number of the section's last sample, counted from 1. */
	readonly end: number;
}

/** Contents of a .cfg. */
export interface Configuration {
	readonly station: string;
	/**
	 * 1991, 1999 or 2013; any other year means the last one before it (1997 was a draft of 1999).
	 */
	readonly revision: 1991 | 1999 | 2013;
	readonly analog: readonly AnalogChannel[];
	readonly statusChannels: number;
	/** Rated frequency in Hz; 0 if not given. */
	readonly lineFrequency: number;
	readonly sections: readonly DeclaredSection[];
	readonly dataType: DataType;
	/** Seconds per unit of the time stamps. */
	readonly stampUnit: number;
}

const DATA_TYPES: readonly string[] = [
	"ASCII",
	"BINARY",
	"BINARY32",
	"FLOAT32",
] satisfies DataType[];

/** Fields of an analog channel's line before the ratios, which 1991 did not have. */
const ANALOG_FIELDS = 10;

/**
 * Parses a configuration.
 * @param text one character per byte
 * @param file its name, for messages
 * @param firstLine number of its first line in that file, for messages
 * @throws ComtradeError that names the line
 */
export function parseConfiguration(text: string, file: string, firstLine = 1): Configuration {
	const reader = new Reader(linesOf(text), file, firstLine);
	const decode = decoderFor(text);

	const identity = reader.fields("station name");
	const revision = revisionOf(identity, reader);

	const totals = reader.fields("number of channels");
	const analogCount = channelCount(totals[1], "A");
	const statusChannels = channelCount(totals[2], "D");
	if (analogCount === undefined || statusChannels === undefined)
		throw reader.error(`${quote(totals.join())} is not a number of channels (total,nA,nD)`);
	if (countOf(totals[0]) !== analogCount + statusChannels)
		throw reader.error(
			`${quote(totals[0] ?? "")} is not the sum of ${analogCount}A and ${statusChannels}D`,
		);
	reader.expect(analogCount + statusChannels, "channels");

	const analog: AnalogChannel[] = [];
	for (let position = 0; position < analogCount; position++)
		analog.push(analogChannel(reader, position, decode));
	for (let position = 0; position < statusChannels; position++)
		if (countOf(reader.fields("status channel")[0]) === undefined)
			throw reader.error(`status channel ${position + 1}: the channel's number is not a number`);

	const lineFrequency = reader.number(reader.fields("line frequency")[0], "line frequency", 0);
	const sections = declaredSections(reader);
	const start = reader.fields("time of the first sample").join();
	reader.fields("time of the trigger");
	const dataType = (reader.fields("type of the data")[0] ?? "").toUpperCase();
	if (!isDataType(dataType))
		throw reader.error(`${quote(dataType)} is not a type of data (${DATA_TYPES.join(", ")})`);
	const timeMultiplier = reader.ended
		? 1
		: reader.number(reader.fields("time multiplier")[0], "time multiplier", 1);
	// Since 2013, nine decimals in the times mean that the stamps count nanoseconds.
	const stampUnit = (/\.\d{9}$/.test(start) ? 1e-9 : 1e-6) * timeMultiplier;
	return {
		station: decode(identity[0] ?? ""),
		revision,
		analog,
		statusChannels,
		lineFrequency,
		sections,
		dataType,
		stampUnit,
	};
}

function isDataType(name: string): name is DataType {
	return DATA_TYPES.includes(name);
}

function channelCount(field: string | undefined, letter: "A" | "D"): number | undefined {
	return field?.toUpperCase().endsWith(letter) ? countOf(field.slice(0, -1).trim()) : undefined;
}

function revisionOf(identity: string[], reader: Reader): Configuration["revision"] {
	const field = identity.length < 3 ? "" : (identity.at(-1) ?? "");
	if (field === "") return 1991;
	const year = countOf(field);
	if (year === undefined || year < 1991 || year > 2099)
		throw reader.error(`${quote(field)} is not a year of the standard's revision`);
	if (year >= 2013) return 2013;
	return year >= 1997 ? 1999 : 1991;
}

function analogChannel(
	reader: Reader,
	position: number,
	decode: (name: string) => string,
): AnalogChannel {
	const fields = reader.fields("analog channel");
	const text = (index: number): string => fields[index] ?? "";
	if (fields.length < ANALOG_FIELDS)
		throw reader.error(
			`channel ${position + 1}: ${fields.length} fields, at least ${ANALOG_FIELDS} are needed`,
		);
	const number = countOf(text(0));
	if (number === undefined)
		throw reader.error(`channel ${position + 1}: its number ${quote(text(0))} is not a number`);
	const numeric = (index: number, what: string, missing?: number): number =>
		reader.number(fields[index], `channel ${number}: ${what}`, missing);
	const side = text(12).toUpperCase();
	return {
		number,
		position,
		name: decode(text(1)),
		phase: decode(text(2)),
		unit: decode(text(4)),
		multiplier: numeric(5, "multiplier a"),
		offset: numeric(6, "offset b", 0),
		skew: numeric(7, "skew", 0),
		maximum: numeric(9, "maximum", Number.POSITIVE_INFINITY),
		primary: numeric(10, "primary ratio", 1),
		secondary: numeric(11, "secondary ratio", 1),
		side: side === "P" || side === "S" ? side : undefined,
	};
}

function declaredSections(reader: Reader): DeclaredSection[] {
	const field = reader.fields("number of sampling rates")[0];
	const declared = countOf(field);
	if (declared === undefined)
		throw reader.error(`number of sampling rates ${quote(field ?? "")} is not a number`);
	// Without a fixed rate there is still one line: rate 0 and the last sample.
	const count = Math.max(declared, 1);
	reader.expect(count, "sampling rates");
	const sections: DeclaredSection[] = [];
	for (let index = 0; index < count; index++) {
		const fields = reader.fields("sampling rate");
		const rate = reader.number(fields[0], "sampling rate");
		const end = countOf(fields[1]);
		if (rate < 0) throw reader.error("sampling rate is negative");
		if (end === undefined)
			throw reader.error(`last sample ${quote(fields[1] ?? "")} is not a number`);
		if (end <= (sections.at(-1)?.end ?? 0))
			throw reader.error(`last sample ${end} does not follow the one before`);
		sections.push({ rate, end });
	}
	return sections;
}

/** Reads the lines of a .cfg one after the other. */
class Reader {
	#next = 0;
	readonly #lines: readonly string[];
	readonly #file: string;
	readonly #firstLine: number;

	constructor(lines: string[], file: string, firstLine: number) {
		while (lines.length > 0 && lines.at(-1)?.trim() === "") lines.pop();
		this.#lines = lines;
		this.#file = file;
		this.#firstLine = firstLine;
	}

	/** True if every line has been read. */
	get ended(): boolean {
		return this.#next >= this.#lines.length;
	}

	/** An error in the line read last. */
	error(what: string): ComtradeError {
		return lineError(this.#file, this.#firstLine + Math.max(this.#next - 1, 0), what);
	}

	/** Fields of the next line. */
	fields(what: string): string[] {
		const line = this.#lines[this.#next];
		if (line === undefined) throw this.error(`the file ends before the ${what}`);
		this.#next++;
		return fieldsOf(line);
	}

	/** Refuses a count of further lines that the file does not have. */
	expect(count: number, what: string): void {
		const left = this.#lines.length - this.#next;
		if (count > left)
			throw this.error(`${count} ${what} are declared, but only ${left} lines follow`);
	}

	/** Parses a number; `missing` replaces an empty field. */
	number(field: string | undefined, what: string, missing?: number): number {
		if ((field === undefined || field === "") && missing !== undefined) return missing;
		const value = numberOf(field);
		if (value === undefined) throw this.error(`${what} is not a number`);
		return value;
	}
}
