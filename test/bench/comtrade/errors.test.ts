import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ComtradeError } from "../../../bench/comtrade/error.ts";
import { readRecording } from "../../../bench/comtrade/files.ts";
import { parseContainer, parseRecording } from "../../../bench/comtrade/recording.ts";
import { bytesOf, errorOf, waveform } from "./waveforms.ts";

const CFG = [
	"Here,dev,1999",
	"3,2A,1D",
	"1,UA,A,,V,0.5,1,0,-32767,32767,1,1,S",
	"2,IA,A,,A,2,0,0,-32767,32767,1,1,S",
	"1,trip,,,0",
	"50",
	"1",
	"4000,2",
	"01/02/2003,00:00:00.000000",
	"01/02/2003,00:00:00.000000",
	"ASCII",
	"1",
];
const DAT = ["1,0,1,2,0", "2,250,3,4,0"];

function attempt(cfg: string[], dat: string[]): () => unknown {
	return () =>
		parseRecording(Buffer.from(cfg.join("\n")), "x.cfg", Buffer.from(dat.join("\n")), "x.dat");
}

/** Replaces one of the lines, counted from 1. */
function replaced(lines: string[], line: number, text: string): string[] {
	return lines.map((old, index) => (index === line - 1 ? text : old));
}

describe("a malformed recording", () => {
	it("is derived from a sound one, which is read", () => {
		expect(attempt(CFG, DAT)).not.toThrow();
	});

	it.each([
		[1, "Here,dev,year", 'x.cfg:1: "year" is not a year of the standard\'s revision'],
		[2, "3,2,1D", 'x.cfg:2: "3,2,1D" is not a number of channels (total,nA,nD)'],
		[2, "4,2A,1D", 'x.cfg:2: "4" is not the sum of 2A and 1D'],
		[
			2,
			"1000000000,1000000000A,0D",
			"x.cfg:2: 1000000000 channels are declared, but only 10 lines follow",
		],
		[3, "1,UA,A,,V,0.5", "x.cfg:3: channel 1: 6 fields, at least 10 are needed"],
		[4, "2,IA,A,,A,two,0,0,0,1,1,1,S", "x.cfg:4: channel 2: multiplier a is not a number"],
		[4, "2,IA,A,,A,,0,0,0,1,1,1,S", "x.cfg:4: channel 2: multiplier a is not a number"],
		[4, "2,IA,A,,A,1e999,0,0,0,1,1,1,S", "x.cfg:4: channel 2: multiplier a is not a number"],
		[4, "2,IA,A,,A,1,0x10,0,0,1,1,1,S", "x.cfg:4: channel 2: offset b is not a number"],
		[5, "trip,1", "x.cfg:5: status channel 1: the channel's number is not a number"],
		[6, "fifty", "x.cfg:6: line frequency is not a number"],
		[
			7,
			"900000000000",
			"x.cfg:7: 900000000000 sampling rates are declared, but only 5 lines follow",
		],
		[8, "-4000,2", "x.cfg:8: sampling rate is negative"],
		[8, "4000,0", "x.cfg:8: last sample 0 does not follow the one before"],
		[8, "4000,9007199254740991", "x.dat:3: ends after 2 of 9007199254740991 samples"],
		[
			11,
			"BINARY64",
			'x.cfg:11: "BINARY64" is not a type of data (ASCII, BINARY, BINARY32, FLOAT32)',
		],
	])("line %i of the .cfg as %j", (line, text, message) => {
		const error = errorOf(attempt(replaced(CFG, line, text), DAT));
		expect(error).toBeInstanceOf(ComtradeError);
		expect(error).toHaveProperty("message", message);
	});

	it.each([
		[1, "1,0,1,2", "x.dat:1: 4 fields, but the channels need 5"],
		[2, "2,250,3,four,0", 'x.dat:2: channel 2: "four" is not a number'],
		[2, "two,250,3,4,0", 'x.dat:2: sample number "two" is not a number'],
		[2, "", "x.dat:2: ends after 1 of 2 samples"],
	])("line %i of an ASCII .dat as %j", (line, text, message) => {
		expect(errorOf(attempt(CFG, replaced(DAT, line, text)))).toHaveProperty("message", message);
	});

	it.each([0, 1, 5, 9])("a .cfg that ends after %i lines says so", (lines) => {
		const error = errorOf(attempt(CFG.slice(0, lines), DAT));
		expect(error).toBeInstanceOf(ComtradeError);
		expect(String((error as Error).message)).toMatch(
			new RegExp(`^x\\.cfg:${Math.max(lines, 1)}: the file ends before`),
		);
	});

	it("long text in a message is cut, and stays on one line", () => {
		const error = errorOf(
			attempt(replaced(CFG, 1, `Here,dev,\t${"y".repeat(1000)}`), DAT),
		) as Error;
		expect(error.message.length).toBeLessThan(120);
		expect(error.message).not.toMatch(/[\n\t]/);
	});

	it.each([
		["substation-50hz", 216],
		["transformer-60hz", 118],
		["formats/binary-without-rate", 64],
	])("%s with its .dat cut short names the byte", (name, size) => {
		const [cfg, dat] = [bytesOf(`${name}.cfg`), bytesOf(`${name}.dat`)];
		const cut = (length: number) => () =>
			parseRecording(cfg, "x.cfg", dat.subarray(0, length), "x.dat");
		expect(cut(10 * size + 7)).toThrow(
			`x.dat: byte ${10 * size}: record 11 is cut short, 7 of ${size} bytes`,
		);
		// Whole records, but fewer than declared.
		const total = dat.length / size;
		expect(cut(dat.length / 2)).toThrow(
			`x.dat: byte ${dat.length / 2}: ends after ${total / 2} of ${total} samples`,
		);
		expect(cut(0)).toThrow(`x.dat: byte 0: ends after 0 of ${total} samples`);
	});

	it("a .cff without its parts is refused", () => {
		expect(() => parseContainer(Buffer.from(""), "x.cff")).toThrow(ComtradeError);
		expect(() => parseContainer(Buffer.from("--- file type: DAT ASCII ---\n1,2"), "x.cff")).toThrow(
			/^x\.cff: byte 0: no configuration/,
		);
	});
});

describe("files", () => {
	let folder = "";
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), "comtrade-"));
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	it("are found with a .dat in either case", () => {
		writeFileSync(join(folder, "UPPER.CFG"), CFG.join("\n"));
		writeFileSync(join(folder, "UPPER.DAT"), DAT.join("\n"));
		expect(readRecording(join(folder, "UPPER.CFG")).length).toBe(2);
		writeFileSync(join(folder, "mixed.cfg"), CFG.join("\n"));
		writeFileSync(join(folder, "mixed.Dat"), DAT.join("\n"));
		expect(readRecording(join(folder, "mixed.cfg")).length).toBe(2);
	});

	it("are named if they are missing, a folder, or of another kind", () => {
		const path = join(folder, "alone.cfg");
		writeFileSync(path, CFG.join("\n"));
		expect(() => readRecording(path)).toThrow(
			new ComtradeError(`${path}: alone.dat is missing in the same directory`),
		);
		const none = join(folder, "none.cfg");
		expect(() => readRecording(none)).toThrow(
			new ComtradeError(`${none}: cannot be read: no such file or directory`),
		);
		const directory = `${folder}/.cff`;
		expect(() => readRecording(directory)).toThrow(ComtradeError);
		const data = waveform("building-60hz.dat");
		expect(() => readRecording(data)).toThrow(
			new ComtradeError(`${data}: neither a .cfg nor a .cff`),
		);
	});
});
