/** The imports among the repository's own files, in every folder of source. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { importsOf } from "../manifest/imports.ts";
import { root } from "../manifest/manifest.ts";

/**
 * Files of the repository by path from the root; for each, those that it imports, types included.
 */
export type Graph = ReadonlyMap<string, readonly string[]>;

const SOURCE = /(?<!\.d)\.(ts|tsx|mjs)$/;

/** Folders without our own source. */
const SKIPPED = new Set(["node_modules", "build", "dist", ".git"]);

/** An import at run time whose specifier is a literal. */
const DYNAMIC = /\bimport\("([^"]+)"\)/g;

/** Paths of the firmware's bare specifiers. */
const BARE_ROOTS = ["src", "boards"];

/** Returns every source file in the top folders that contain source. */
function sourceFiles(): string[] {
	return readdirSync(root, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && !SKIPPED.has(entry.name))
		.flatMap(({ name }) => readdirSync(join(root, name), { recursive: true, withFileTypes: true }))
		.filter((entry) => entry.isFile() && SOURCE.test(entry.name))
		.map((entry) => relative(root, join(entry.parentPath, entry.name)))
		.filter((file) => !file.split("/").some((part) => SKIPPED.has(part)))
		.sort();
}

/** Reads all files and resolves what they import; packages and Node's modules are left out. */
export function importGraph(): Graph {
	const files = new Set(sourceFiles());
	return new Map(
		[...files].map((file) => {
			const text = readFileSync(join(root, file), "utf8");
			const specifiers = [
				...importsOf(text).map(({ specifier }) => specifier),
				...[...text.matchAll(DYNAMIC)].map(([, specifier]) => specifier),
			];
			return [file, specifiers.flatMap((specifier) => resolve(file, specifier, files))];
		}),
	);
}

function resolve(importer: string, specifier: string, files: ReadonlySet<string>): string[] {
	const bases = specifier.startsWith(".")
		? [normalize(join(dirname(importer), specifier))]
		: BARE_ROOTS.map((folder) => `${folder}/${specifier}`);
	const candidates = bases.flatMap((base) => [base, `${base}.ts`, `${base}.tsx`]);
	const found = candidates.find((candidate) => files.has(candidate));
	if (found !== undefined) return [found];
	const isMade = bases[0].startsWith("build/");
	if (specifier.startsWith(".") && !isMade && !isAsset(bases[0]))
		throw new Error(`${importer} imports ${specifier}, which does not exist`);
	return [];
}

/** True for a style sheet, a picture or data, which import nothing. */
function isAsset(path: string): boolean {
	return (
		existsSync(join(root, path.replace(/\?.*$/, ""))) || existsSync(join(root, `${path}.d.ts`))
	);
}

/** The top folder of a path. */
export const folderOf = (file: string): string => file.split("/")[0];

/**
 * One circle of the graph as a list of nodes that begins and ends with the same; empty if there is
 * none.
 */
export function circleIn(graph: Graph): readonly string[] {
	const done = new Set<string>();
	const path: string[] = [];
	const visit = (node: string): readonly string[] => {
		const at = path.indexOf(node);
		if (at >= 0) return [...path.slice(at), node];
		if (done.has(node)) return [];
		path.push(node);
		for (const next of graph.get(node) ?? []) {
			const circle = visit(next);
			if (circle.length > 0) return circle;
		}
		path.pop();
		done.add(node);
		return [];
	};
	for (const node of graph.keys()) {
		const circle = visit(node);
		if (circle.length > 0) return circle;
	}
	return [];
}
