/** The limits of CONTRIBUTING.md as rules over files. */
import { remarksOn } from "./english.ts";
import { isCode, isDocument, isScript, type TextFile } from "./files.ts";
import { functionsIn } from "./functions.ts";

/** One thing that breaks a rule. */
export interface Finding {
	/** From 1. */
	readonly line: number;
	readonly message: string;
	/** Contribution to the file's score. */
	readonly weight: number;
}

/** A rule gives a file's findings; the file's score is the sum of their weights. */
export type Rule = (file: TextFile) => Finding[];

const FUNCTION_LINES = 70;
const FILE_LINES = 300;
const COLUMNS = 100;

/** Columns that a tab takes, as for the formatter. */
const TAB = "  ";

/** Pictures of characters and tables that a program writes: data, whatever their ending. */
const DATA = /^(src\/indication\/font-\d+x\d+\.ts|docs\/(registers|http-api|scenario-schema)\.md)$/;

const finding = (line: number, message: string, weight = 1): Finding => ({ line, message, weight });

/** Lines of functions beyond the limit. */
const functions: Rule = (file) =>
	isScript(file) && !DATA.test(file.path)
		? functionsIn(file)
				.filter(({ lines }) => lines > FUNCTION_LINES)
				.map(({ name, line, lines }) =>
					finding(line, `${name} has ${lines} lines`, lines - FUNCTION_LINES),
				)
		: [];

/** Lines of a file beyond the limit. */
const files: Rule = (file) => {
	const lines = file.lines.length - 1;
	return isCode(file) && !DATA.test(file.path) && lines > FILE_LINES
		? [finding(FILE_LINES + 1, `${lines} lines`, lines - FILE_LINES)]
		: [];
};

/**
 * Lines that are too wide; rows of a table, links and single long words of a document cannot be
 * broken.
 */
const widths: Rule = (file) =>
	DATA.test(file.path)
		? []
		: file.lines.flatMap((line, index) => {
				const columns = [...line.replaceAll("\t", TAB)].length;
				const unbreakable = isDocument(file) && /^\||^!?\[|^\S+$/.test(line);
				return columns > COLUMNS && !unbreakable ? [finding(index + 1, `${columns} columns`)] : [];
			});

const LEFT_OVERS = /\b(TODO|FIXME|XXX|HACK)\b|\b(it|test|describe)\.(only|skip)\(|^\s*debugger;/;

/** Standard output belongs to programs that are started from a shell. */
const PRINTS = /^(lab|scripts|engine|testkit)\/|^bench\/main\.ts$|^\.ci\//;

/** Left-overs of work that was not finished, and what only this machine has. */
const leftOvers: Rule = (file) => {
	if (/^test\/repository\/rules(\.test)?\.ts$/.test(file.path)) return [];
	return file.lines.flatMap((line, index) => {
		const found = LEFT_OVERS.exec(line)?.[0];
		const prints = isCode(file) && !PRINTS.test(file.path) && /\bconsole\.log\(/.test(line);
		const outside = file.path !== ".ci/run" && /(?<![./])\.\.\/shared\//.test(line);
		return [
			...(found ? [finding(index + 1, found.trim())] : []),
			...(prints ? [finding(index + 1, "console.log")] : []),
			...(outside ? [finding(index + 1, "a folder outside the repository")] : []),
		];
	});
};

const english: Rule = (file) =>
	remarksOn(file).map(({ line, found, instead }) => finding(line, `“${found}”: ${instead}`));

/** The rules by the names that exceptions.json uses. */
export const RULES: Readonly<Record<string, Rule>> = {
	functions,
	files,
	widths,
	leftOvers,
	english,
};
