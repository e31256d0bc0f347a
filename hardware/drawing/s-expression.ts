/** KiCad's file format: nested lists. */

/** A word that is written as it is, not as a quoted string. */
export class Word {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

/** An atom or a list; a list's first element is its name. */
export type Expression = string | number | Word | readonly Expression[];

/** The word `text`. */
export const word = (text: string): Word => new Word(text);

/** A list by its name and elements. */
export const list = (name: string, ...elements: readonly Expression[]): Expression => [
	word(name),
	...elements,
];

function atom(value: string | number | Word): string {
	if (value instanceof Word) return value.text;
	// four decimals of a millimetre are KiCad's own resolution
	if (typeof value === "number") return String(Math.round(value * 1e4) / 1e4);
	const escaped = value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
	return `"${escaped}"`;
}

const isAtom = (value: Expression): value is string | number | Word => !Array.isArray(value);

/** Text of an expression, one line for each list that holds lists. */
export function textOf(value: Expression, indent = ""): string {
	if (isAtom(value)) return indent + atom(value);
	const elements = value as readonly Expression[];
	if (elements.every(isAtom)) return `${indent}(${elements.map(atom).join(" ")})`;
	const first = elements.findIndex((element) => !isAtom(element));
	const head = elements.slice(0, first).map((element) => textOf(element));
	const lines = elements.slice(first).map((element) => textOf(element, `${indent}\t`));
	return `${indent}(${head.join(" ")}\n${lines.join("\n")}\n${indent})`;
}

export const isList = (value: Expression): value is readonly Expression[] => Array.isArray(value);

/** Reads one list. Throws if the text is not one whole list. */
export function parse(text: string): readonly Expression[] {
	const tokens = text.match(/[()]|"(?:[^"\\]|\\.)*"|[^\s()"]+/g) ?? [];
	const open: Expression[][] = [[]];
	for (const token of tokens) {
		if (token === "(") open.push([]);
		else if (token === ")") {
			const closed = open.pop();
			const outer = open.at(-1);
			if (closed === undefined || outer === undefined)
				throw new Error("s-expression: a bracket too many");
			outer.push(closed);
		} else if (token.startsWith('"')) open.at(-1)?.push(token.slice(1, -1).replace(/\\(.)/g, "$1"));
		else open.at(-1)?.push(word(token));
	}
	const [[root]] = open;
	if (open.length !== 1 || root === undefined || !isList(root))
		throw new Error("s-expression: not one whole list");
	return root;
}

/** Name of a list: the word that it begins with. */
export function nameOf(value: Expression): string {
	const first = isList(value) ? value[0] : undefined;
	return first instanceof Word ? first.text : "";
}

/** Lists of a name in a list. */
export const listsIn = (value: readonly Expression[], name: string): (readonly Expression[])[] =>
	value.filter(isList).filter((each) => nameOf(each) === name);

/** The atom of the list called `name`, or an empty text. */
export function atomIn(value: readonly Expression[], name: string): string {
	const found = listsIn(value, name)[0]?.[1];
	if (found instanceof Word) return found.text;
	return typeof found === "string" ? found : "";
}
