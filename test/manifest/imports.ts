/** Finds the imports of TypeScript files. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Program, root } from "./manifest.ts";

export interface Import {
	readonly specifier: string;
	/** `import type`: gone when the program runs. Types marked one by one leave an import behind. */
	readonly typeOnly: boolean;
}

const STATEMENT = /^(?:import|export)\b(\s+type\b(?!\s+from\b))?[^"';=()]*?\bfrom\s*["']([^"']+)["']/gm;
const SIDE_EFFECT = /^import\s*["']([^"']+)["']/gm;

/** The imports and re-exports of a formatted source text: every statement begins its line. */
export function importsOf(source: string): Import[] {
	const found = [...source.matchAll(STATEMENT)].map(([, type, specifier]) => ({
		specifier,
		typeOnly: type !== undefined,
	}));
	for (const [, specifier] of source.matchAll(SIDE_EFFECT)) found.push({ specifier, typeOnly: false });
	return found;
}

/** The same of a file, its path from the root. */
export function importsIn(file: string): Import[] {
	return importsOf(readFileSync(join(root, file), "utf8"));
}

/**
 * Walks the program from `main`.
 * @returns a line for every import that nothing provides when it runs
 */
export function missingIn(program: Program): string[] {
	const missing: string[] = [];
	const seen = new Set<string>();
	const visit = (specifier: string, importer: string): void => {
		const file = program.modules.get(specifier);
		if (file === undefined) {
			if (!program.provided.has(specifier)) missing.push(`${importer} imports ${specifier}`);
			return;
		}
		if (seen.has(file)) return;
		seen.add(file);
		for (const { specifier: next, typeOnly } of importsIn(file)) if (!typeOnly) visit(next, file);
	};
	visit("main", "the start");
	return missing;
}
