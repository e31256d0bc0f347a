/** Finds the imports of TypeScript files. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Program, root } from "./manifest.ts";

export interface Import {
	readonly specifier: string;
	/** `import type`: gone when the program runs. Types marked one by one leave an import behind. */
	readonly typeOnly: boolean;
}

const STATEMENT =
	/^(?:import|export)\b(\s+type\b(?!\s+from\b))?[^"';=()]*?\bfrom\s*["']([^"']+)["']/gm;
const SIDE_EFFECT = /^import\s*["']([^"']+)["']/gm;

/** The imports and re-exports of a formatted source text: every statement begins its line. */
export function importsOf(source: string): Import[] {
	const found = [...source.matchAll(STATEMENT)].map(([, type, specifier]) => ({
		specifier,
		typeOnly: type !== undefined,
	}));
	for (const [, specifier] of source.matchAll(SIDE_EFFECT))
		found.push({ specifier, typeOnly: false });
	return found;
}

/** What {@link importsIn} has found. */
const known = new Map<string, Import[]>();

/** The same of a file, its path from the root. */
export function importsIn(file: string): Import[] {
	const found = known.get(file) ?? importsOf(readFileSync(join(root, file), "utf8"));
	known.set(file, found);
	return found;
}

/**
 * Walks the program from `main`, once through every module.
 * @param visit called with every import that is there when it runs, and the file that has it
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

/** A line for every import that nothing provides when the program runs. */
export function missingIn(program: Program): string[] {
	const missing: string[] = [];
	walk(program, (specifier, importer) => {
		if (!program.modules.has(specifier) && !program.provided.has(specifier))
			missing.push(`${importer} imports ${specifier}`);
	});
	return missing;
}

/** Specifiers of all modules that run. */
export function usedBy(program: Program): Set<string> {
	const used = new Set<string>();
	walk(program, (specifier) => used.add(specifier));
	return used;
}
