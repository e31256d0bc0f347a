/** The rules of the tidy test find what they are for. */
import { describe, expect, it } from "vitest";
import type { TextFile } from "./files.ts";
import { RULES } from "./rules.ts";

const file = (path: string, text: string): TextFile => ({ path, text, lines: text.split("\n") });

/** Messages of a rule, each with its line. */
const found = (rule: string, path: string, text: string): string[] =>
	(RULES[rule]?.(file(path, text)) ?? []).map(({ line, message }) => `${line}: ${message}`);

const lines = (count: number, text = "a();") => `${text}\n`.repeat(count);

describe("functions", () => {
	it("of 70 lines pass, of 71 are found by their names", () => {
		const body = (count: number) => `{\n${lines(count - 2)}}\n`;
		expect(found("functions", "a.ts", `function f() ${body(70)}`)).toEqual([]);
		expect(found("functions", "a.ts", `x();\nfunction f() ${body(71)}`)).toEqual([
			"2: f has 71 lines",
		]);
		expect(found("functions", "a.ts", `const g = (): void => ${body(72)}`)).toEqual([
			"1: g has 72 lines",
		]);
		expect(found("functions", "a.ts", `class A {\n#m(): void ${body(80)}}`)).toEqual([
			"2: #m has 80 lines",
		]);
		expect(found("functions", "a.tsx", `function F() {\n${lines(80)}return <p />;\n}`)).toEqual([
			"1: F has 83 lines",
		]);
	});

	it("that group tests are not counted, the tests in them are", () => {
		const test = `it("x", () => {\n${lines(80)}});\n`;
		expect(found("functions", "a.ts", `describe("y", () => {\n${test}});`)).toEqual([
			"2: it has 82 lines",
		]);
	});
});

describe("files", () => {
	it("of 300 lines pass, of 301 do not; documents may be longer", () => {
		expect(found("files", "a.c", lines(300))).toEqual([]);
		expect(found("files", "a.c", lines(301))).toEqual(["301: 301 lines"]);
		expect(found("files", "a.md", lines(301))).toEqual([]);
	});
});

describe("widths", () => {
	it("of 100 columns pass, of 101 do not; a tab takes two", () => {
		expect(found("widths", "a.ts", `\t${"é".repeat(98)}`)).toEqual([]);
		expect(found("widths", "a.ts", `\t${"é".repeat(99)}`)).toEqual(["1: 101 columns"]);
	});

	it("of a table's row and of a link in a document do not matter", () => {
		const wide = "x ".repeat(60);
		expect(found("widths", "a.md", `| ${wide} |\n![${wide}](b)\n${"x".repeat(120)}`)).toEqual([]);
		expect(found("widths", "a.md", wide)).toEqual(["1: 120 columns"]);
	});
});

describe("left-overs", () => {
	it.each([
		["src/a.ts", "// TODO: more", "1: TODO"],
		["test/a.ts", 'it.only("x", f);', "1: it.only("],
		["src/a.ts", "console.log(1);", "1: console.log"],
		[
			"README.md",
			"npm start -- --waveform ../shared/data/a.cfg",
			"1: a folder outside the repository",
		],
	])("in %s: %s", (path, text, message) => {
		expect(found("leftOvers", path, text)).toEqual([message]);
	});

	it("are not what a command prints, nor a folder of the repository named shared", () => {
		expect(found("leftOvers", "lab/a/main.ts", "console.log(1);")).toEqual([]);
		expect(found("leftOvers", "app/a.ts", 'import "../../shared/a.ts";')).toEqual([]);
	});
});

describe("English", () => {
	it.each([
		["/** What there is. */", "“What”: begin with the verb or the thing"],
		["/** Whether it is on. */", "“Whether”: True if …"],
		["\t * @returns whether it is on", "whether”: True if …"],
		["/** See the file's head. */", "“/** See the file's head. */”: nothing: delete it"],
		["/** @param a one @param b two */", "block tags on lines of their own"],
		["// Counts anew from the start.", "“anew”: again"],
		["// Registers from 5000 on.", "“from 5000 on”: from … onwards, starting at"],
		["// It goes on later.", "“goes on”: continue"],
	])("%s", (text, message) => {
		expect(found("english", "src/a.ts", text).join()).toContain(message);
	});

	it.each([
		"// Behind the calibration seal.",
		"/** Asks whether it is on. */",
		"// What is this?",
		"const whatever = behindSeal;",
		" * it goes on the bus",
	])("lets %s pass", (text) => {
		expect(found("english", "src/a.ts", text)).toEqual([]);
	});
});
