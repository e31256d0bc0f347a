/** The functions of a TypeScript file and how many lines each has. */
import { parseAst } from "vite";
import type { TextFile } from "./files.ts";

/** A function, a method or an arrow function. */
export interface FunctionSize {
	readonly name: string;
	/** First line, from 1. */
	readonly line: number;
	readonly lines: number;
}

/** A node of the ESTree syntax tree: the properties used here. */
interface Node {
	readonly type: string;
	readonly start: number;
	readonly end: number;
}

const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

/** Functions that only group tests, which are counted separately. */
const GROUP = /^(describe|test\.describe)\b/;

/** Finds all functions except those that only group tests. */
export function functionsIn({ path, text }: TextFile): FunctionSize[] {
	const lang = path.endsWith("x") ? "tsx" : "ts";
	const found: FunctionSize[] = [];
	const lineAt = lineCounter(text);
	const visit = (node: Node, name: string): void => {
		const named = nameOf(node, text) ?? name;
		if (FUNCTIONS.has(node.type)) {
			const line = lineAt(node.start);
			if (!GROUP.test(named)) found.push({ name: named, line, lines: lineAt(node.end) - line + 1 });
		}
		for (const child of childrenOf(node)) visit(child, named);
	};
	visit(parseAst(text, { lang }) as Node, "module");
	return found;
}

/** Name that a node gives to the functions in it, or undefined. */
function nameOf(node: Node, text: string): string | undefined {
	const { id, key, callee } = node as Node & { id?: Node; key?: Node; callee?: Node };
	if (node.type === "CallExpression" && callee) return text.slice(callee.start, callee.end);
	const own = id ?? key;
	return own ? text.slice(own.start, own.end) : undefined;
}

function childrenOf(node: Node): Node[] {
	return Object.values(node)
		.flat()
		.filter((value): value is Node => typeof value?.type === "string" && "start" in value);
}

/** Line of an offset, from 1. */
function lineCounter(text: string): (offset: number) => number {
	const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
	return (offset) => {
		let [low, high] = [0, starts.length];
		while (high - low > 1) {
			const middle = (low + high) >> 1;
			if (starts[middle] <= offset) low = middle;
			else high = middle;
		}
		return low + 1;
	};
}
