import { describe, expect, it } from "vitest";
import {
	parseContainer,
	parseRecording,
	type Recording,
} from "../../../bench/comtrade/recording.ts";

/** Two analog channels and 17 status channels (two words) in each layout. */
const STATUS = Array.from({ length: 17 }, (_, n) => `${n + 1},S${n + 1},,,0`).join("\r\n");

function configuration(type: string, ends = "3"): string {
	return [
		"Here,dev,1999",
		"19,2A,17D",
		"1,UA,A,,kV,0.5,1,0,-32767,32767,1000,100,P",
		"4,IA,A,,A,-2,0,12.5,-32767,32767,5,1,s",
		STATUS,
		"50",
		"1",
		`4000,${ends}`,
		"01/02/2003,00:00:00.000000",
		"01/02/2003,00:00:00.000000",
		type,
		"1",
		"",
	].join("\r\n");
}

function read(cfg: string, dat: Uint8Array | string): Recording {
	return parseRecording(
		Buffer.from(cfg, "latin1"),
		"x.cfg",
		Buffer.from(dat as string, "latin1"),
		"x.dat",
	);
}

function columns(recording: Recording): number[][] {
	return recording.configuration.analog.map((channel) => [...recording.values(channel)]);
}

/** Records with both stored values in hexadecimal, least significant byte first. */
function records(...values: string[]): Buffer {
	return Buffer.concat(
		values.map((hex, n) =>
			Buffer.from(`0${n + 1}000000 00000000 ${hex} 00000000`.replaceAll(" ", ""), "hex"),
		),
	);
}

const ZEROS = ",0".repeat(17);

describe("types of data", () => {
	it("ASCII: scaled, blanks around numbers, an empty time stamp, 0x1A at the end", () => {
		const recording = read(
			configuration("ascii"),
			`1,0,10,-3${ZEROS}\r\n2,, 20 ,4${ZEROS}\r\n3,500,-30,0${ZEROS}\r\n\x1a`,
		);
		expect(columns(recording)).toEqual([
			[6, 11, -14],
			[6, -8, 0],
		]);
	});

	it("BINARY: 16 bits, least significant byte first", () => {
		const recording = read(configuration("BINARY"), records("0a00 fdff", "ff7f 0180", "0100 0001"));
		expect(columns(recording)).toEqual([
			[6, 16384.5, 1.5],
			[6, 65534, -512],
		]);
	});

	it("BINARY32: 32 bits", () => {
		const recording = read(
			configuration("BINARY32"),
			records("00000100 ffffffff", "02000000 00000080", "00000000 0a000000"),
		);
		expect(columns(recording)).toEqual([
			[32769, 2, 1],
			[2, Number.NaN, -20],
		]);
	});

	it("FLOAT32: a number that is not finite is missing", () => {
		const recording = read(
			configuration("FLOAT32"),
			records("0000803f 000000c0", "0000c07f 0000003f", "00000000 0000807f"),
		);
		expect(columns(recording)).toEqual([
			[1.5, Number.NaN, 1],
			[4, -1, Number.NaN],
		]);
	});

	it("a single byte 0x1A may follow binary records", () => {
		const data = Buffer.concat([
			records("0a00 fdff", "0000 0000", "0100 0001"),
			Buffer.from([0x1a]),
		]);
		expect(read(configuration("BINARY"), data).length).toBe(3);
	});

	it("the size of the file gives the number of samples if there are more than declared", () => {
		const data = records("0a00 fdff", "0000 0000", "0100 0001", "0000 0000");
		const recording = read(configuration("BINARY"), data);
		expect(recording.length).toBe(4);
		expect(recording.sections).toEqual([{ from: 0, to: 4, rate: 4000 }]);
	});
});

describe("missing values", () => {
	it("0x8000 in BINARY", () => {
		const [voltage] = columns(
			read(configuration("BINARY"), records("0080 0000", "0180 0000", "0000 0000")),
		);
		expect(voltage).toEqual([Number.NaN, -16382.5, 1]);
	});

	it.each([
		["99999", 1999, Number.NaN],
		["999999", 1999, Number.NaN],
		["", 1999, Number.NaN],
		["99998", 1999, 50000],
		["999999", 1991, Number.NaN],
	])("%j in ASCII of %i", (stored, year, value) => {
		const cfg = configuration("ASCII", "1")
			.replace("1999", String(year))
			.replace("-32767,32767,1000", "-99999,99999,1000");
		expect(columns(read(cfg, `1,0,${stored},0${ZEROS}\n`))[0]).toEqual([value]);
	});

	it("99999 is a value if the channel's range includes it", () => {
		const cfg = configuration("ASCII", "1").replace("-32767,32767,1000", "-1000000,1000000,1000");
		expect(columns(read(cfg, `1,0,99999,0${ZEROS}\n`))[0]).toEqual([50000.5]);
	});
});

describe("configuration", () => {
	it("ratios, side, skew and unit of a channel", () => {
		const [voltage, current] = read(configuration("BINARY", "1"), records("0000 0000"))
			.configuration.analog;
		expect(voltage).toMatchObject({
			number: 1,
			unit: "kV",
			primary: 1000,
			secondary: 100,
			side: "P",
			skew: 0,
		});
		expect(current).toMatchObject({
			number: 4,
			unit: "A",
			primary: 5,
			secondary: 1,
			side: "S",
			skew: 12.5,
		});
	});

	it("1991: no year, short channel lines, no time multiplier", () => {
		const cfg =
			"St,dev\n2,1A,1D\n1,U,A,,V,0.1,0,,-2048,2047\n1,S,0\n60\n1\n1200,2\n" +
			"1/1/91,0\n1/1/91,0\nASCII\n";
		const recording = read(cfg, "1,0,100,0\n2,833,-100,1\n");
		expect(recording.configuration).toMatchObject({ revision: 1991, lineFrequency: 60 });
		expect(recording.configuration.analog[0]).toMatchObject({
			primary: 1,
			secondary: 1,
			side: undefined,
		});
		expect(columns(recording)).toEqual([[10, -10]]);
	});

	it.each([
		["1991", 1991],
		["1997", 1999],
		["2000", 1999],
		["2001", 1999],
		["2013", 2013],
	])("the year %s is read as revision %i", (year, revision) => {
		const cfg = configuration("BINARY", "1").replace("1999", year);
		expect(read(cfg, records("0000 0000")).configuration.revision).toBe(revision);
	});

	it("Latin-1 is distinguished from Chinese", () => {
		const cfg = configuration("BINARY", "1").replace("UA", "L\xednea A\xf1o");
		expect(read(cfg, records("0000 0000")).configuration.analog[0]?.name).toBe("Línea Año");
	});

	it("stamps count nanoseconds when the times have nine decimals", () => {
		const stamped = (start: string, cfg = configuration("ASCII").replace("4000,3", "0,3")) =>
			read(
				cfg.replace("00:00:00.000000", start),
				[0, 250000, 500000].map((stamp, n) => `${n + 1},${stamp},0,0${ZEROS}`).join("\n"),
			).sections[0]?.rate;
		expect(stamped("00:00:00.000000")).toBeCloseTo(4);
		expect(stamped("00:00:00.000000000")).toBeCloseTo(4000);
	});
});

describe("the single file (.cff)", () => {
	const data = records("0a00 fdff", "0a0a 2d2d", "0100 0001");

	function container(length: number | string): Buffer {
		return Buffer.concat([
			Buffer.from(
				`--- file type: CFG ---\r\n${configuration("BINARY")}--- file type: INF ---\r\n\r\n`,
			),
			Buffer.from(`--- file type: DAT BINARY: ${length} ---\r\n`),
			data,
		]);
	}

	it("gives the same as the two files", () => {
		const together = parseContainer(container(data.length), "x.cff");
		expect(columns(together)).toEqual(columns(read(configuration("BINARY"), data)));
	});

	it("names line and byte by their place in the whole file", () => {
		const broken = Buffer.from(
			container(data.length).toString("latin1").replace("kV,0.5", "kV,zero"),
			"latin1",
		);
		expect(() => parseContainer(broken, "x.cff")).toThrow(
			/^x\.cff:4: channel 1: multiplier a is not a number$/,
		);
		const short = container(data.length - 1);
		const start = short.length - data.length;
		expect(() => parseContainer(short, "x.cff")).toThrow(
			`x.cff: byte ${start + 32}: record 3 is cut short`,
		);
	});

	it("refuses data that are shorter than their heading says", () => {
		expect(() => parseContainer(container(data.length + 1), "x.cff")).toThrow(
			/cut short, 48 of 49 bytes$/,
		);
	});
});
