/** Finds the imports of TypeScript files. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Program, root } from "./manifest.ts";

export interface Import {
	readonly specifier: string;
	/** `import type`, which is erased. An import with single types marked is not. */
	readonly typeOnly: boolean;
}

const STATEMENT =
	/^(?:import|export)\b(\s+type\b(?!\s+from\b))?[^"';=()]*?\bfrom\s*["']([^"']+)["']/gm;
const SIDE_EFFECT = /^import\s*["']([^"']+)["']/gm;

/** Returns the imports and re-exports of a formatted text: each statement starts a line. */
export function importsOf(source: string): Import[] {
	const found = [...source.matchAll(STATEMENT)].map(([, type, specifier]) => ({
		specifier,
		typeOnly: type !== undefined,
	}));
	for (const [, specifier] of source.matchAll(SIDE_EFFECT))
		found.push({ specifier, typeOnly: false });
	return found;
}

/** Imports by file. */
const known = new Map<string, Import[]>();

/** Returns the imports of a file, whose path is relative to the root. */
export function importsIn(file: string): Import[] {
	const found = known.get(file) ?? importsOf(readFileSync(join(root, file), "utf8"));
	known.set(file, found);
	return found;
}

/**
 * Walks the program from `main` and visits every module once.
 * @param visit called with every import that exists at run time, and its file
 */
function walk(program: Program, visit: (specifier: string, importer: string) => void): void {
	const seen = new Set<string>();
	const enter = (specifier: string, importer: string): void => {
		visit(specifier, importer);
		const file = program.modules.get(specifier);
		if (file === undefined || seen.has(file)) return;
		seen.add(file);
		for (const { specifier: next, typeOnly } of importsIn(file)) if (!typeOnly) enter(next, file);
	};
	enter("main", "the start");
}

/** Returns a line for every import that nothing provides at run time. */
export function missingIn(program: Program): string[] {
	const missing: string[] = [];
	walk(program, (specifier, importer) => {
		if (!program.modules.has(specifier) && !program.provided.has(specifier))
			missing.push(`${importer} imports ${specifier}`);
	});
	return missing;
}

/** Returns the specifiers of all modules that run. */
export function usedBy(program: Program): Set<string> {
	const used = new Set<string>();
	walk(program, (specifier) => used.add(specifier));
	return used;
}
