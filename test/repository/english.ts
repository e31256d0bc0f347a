/**
 * The part of CONTRIBUTING.md's rule of English that a program can check: words and openings that
 * read as translated, and comments that say nothing. A hit is not always a fault, a text without
 * hits is not yet good.
 */
import { isDocument, type TextFile } from "./files.ts";

/** A line that breaks the rule, and how it might read. */
export interface Remark {
	/** From 1. */
	readonly line: number;
	readonly found: string;
	readonly instead: string;
}

interface Rule {
	readonly pattern: RegExp;
	readonly instead: string;
}

/** Things that are behind something in the ordinary sense. */
const PLACES =
	"seal|password|dimmers?|mm|rectifier|switch|converter|cover|transformers?|firewall|proxy";

/** Words, anywhere in a line. */
const WORDS: readonly Rule[] = [
	{ pattern: /\banew\b/i, instead: "again" },
	{ pattern: /\bbeside\b/i, instead: "next to, besides, in addition to" },
	{ pattern: new RegExp(`\\bbehind\\b(?! (\\w+ ){0,3}(${PLACES})\\b)`, "i"), instead: "after" },
	{ pattern: /\b(go|goes|went|going) on\b(?! (the|a|an|air)\b)/i, instead: "continue" },
	{ pattern: /\bso many\b/i, instead: "this many, that number of" },
	{ pattern: /\bfrom (?:[\w§]+ ){1,3}on(?=[,.;:)]|$)/i, instead: "from … onwards, starting at" },
	{
		pattern: /\b(lies?|lay) (in|on|at|below|above|between|inside|outside|where|there)\b/i,
		instead: "is",
	},
	{
		pattern: /\bstands? (in|on|at|below|above|between|inside|outside|where|there|once)\b/i,
		instead: "is",
	},
];

/** Openings of a comment or of a sentence in a document. */
const OPENINGS: readonly Rule[] = [
	{ pattern: /^(?:What|Who|Whoever)\b(?!.*\?)/, instead: "begin with the verb or the thing" },
	{ pattern: /^(@(returns|param \S+) w|W)hether\b/, instead: "True if …" },
];

const EMPTY: readonly Rule[] = [
	{ pattern: /\/\*\* See the file's head\. \*\//, instead: "nothing: delete it" },
	{
		pattern: /\/\*\*.*@(param|returns|throws)\b.*@(param|returns|throws)\b.*\*\//,
		instead: "block tags on lines of their own",
	},
];

/** Start of a comment, and the rest of its first line. */
const COMMENT = /(?:^\s*\/\*\*? |^\s*\* |\/\/ )(.*)$/;

/** Texts that speak about these words. */
const ABOUT_WORDS = new Set([
	"CONTRIBUTING.md",
	"test/repository/english.ts",
	"test/repository/rules.test.ts",
]);

/** All remarks on a file. */
export function remarksOn(file: TextFile): Remark[] {
	if (ABOUT_WORDS.has(file.path)) return [];
	return file.lines.flatMap((line, index) => {
		const openings = openingsOf(file, line, file.lines[index - 1] ?? "");
		return [
			...matches(WORDS, line),
			...matches(EMPTY, line),
			...openings.flatMap((text) => matches(OPENINGS, text)),
		].map((remark) => ({ ...remark, line: index + 1 }));
	});
}

function matches(rules: readonly Rule[], text: string): Omit<Remark, "line">[] {
	return rules.flatMap(({ pattern, instead }) => {
		const found = pattern.exec(text)?.[0];
		return found === undefined ? [] : [{ found, instead }];
	});
}

/** Beginnings of the sentences in a line of a comment or of a document. */
function openingsOf(file: TextFile, line: string, before: string): string[] {
	if (isDocument(file)) return line.split(/(?<=[.:] )/).slice(before === "" ? 0 : 1);
	const comment = COMMENT.exec(line)?.[1];
	if (comment === undefined) return [];
	const continues = /^\s*\* (?!@)/.test(line) && !/[.:]$|\/\*\*?$|\*$/.test(before.trimEnd());
	return comment.split(/(?<=\. )/).slice(continues ? 1 : 0);
}
