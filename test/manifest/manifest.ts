/**
 * Reads a manifest as mcconfig does: includes, platform sections, modules with wildcards, preloads.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, parse, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { GENERATED, PROVISIONS } from "./moddable.ts";

/** Root of the repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** The part of a manifest that these tests read. */
export interface Section {
	include?: string | string[];
	modules?: Record<string, string | string[]>;
	preload?: string | string[];
	ffi?: { sources?: string[] };
	error?: string;
	typescript?: { tsconfig: { compilerOptions: Record<string, unknown> & { types?: string[] } } };
}
export interface Manifest extends Section {
	platforms?: Record<string, Section>;
}

/** Parts of a program for one platform. */
export interface Program {
	/** Our own modules: path from the root by specifier. */
	readonly modules: Map<string, string>;
	/** Specifiers that the SDK provides on the platform. */
	readonly provided: Set<string>;
	/** Specifiers and patterns that are preloaded. */
	readonly preload: string[];
	readonly errors: string[];
	/** Our own C files and headers: paths from the root. */
	readonly native: Set<string>;
	/** Files that declare types for every module: paths from the root. */
	readonly types: string[];
}

export function readManifest(path: string): Manifest {
	return JSON.parse(readFileSync(join(root, path), "utf8"));
}

/** Puts the program of `platform` together from `manifest`, the file at `path`. */
export function programFor(platform: string, manifest: Manifest, path = "manifest.json"): Program {
	const program: Program = {
		modules: new Map(),
		provided: new Set(GENERATED),
		preload: [],
		errors: [],
		native: new Set(),
		types: [],
	};
	merge(program, platform, manifest, path);
	return program;
}

function merge(program: Program, platform: string, manifest: Manifest, path: string): void {
	mergeSection(program, platform, manifest, path);
	const section = sectionOf(manifest.platforms ?? {}, platform);
	if (section) mergeSection(program, platform, section, path);
}

/** The one section that mcconfig takes: the longest match of the platform's name, else "...". */
function sectionOf(platforms: Record<string, Section>, platform: string): Section | undefined {
	for (let parts = platform.split("/"); parts.length > 0; parts = parts.slice(0, -1)) {
		const section = platforms[parts.join("/")];
		if (section) return section;
	}
	return platforms["..."];
}

function mergeSection(program: Program, platform: string, section: Section, path: string): void {
	for (const include of list(section.include)) {
		if (include.startsWith("$(")) provide(program, platform, include);
		else {
			const included = join(dirname(path), include);
			merge(program, platform, readManifest(included), included);
		}
	}
	for (const [specifier, files] of Object.entries(section.modules ?? {}))
		for (const file of list(files)) addModules(program, specifier, join(dirname(path), file));
	if (section.ffi) program.provided.add("mc/ffi");
	for (const file of section.ffi?.sources ?? []) program.native.add(join(dirname(path), file));
	for (const file of section.typescript?.tsconfig.compilerOptions.types ?? [])
		program.types.push(join(dirname(path), file));
	program.preload.push(...list(section.preload));
	program.errors.push(...list(section.error));
}

function provide(program: Program, platform: string, include: string): void {
	const provision = PROVISIONS[include];
	if (!provision) throw new Error(`${include}: say in test/manifest/moddable.ts what it provides`);
	if (!provision.platforms.includes(platform.split("/")[0])) return;
	for (const specifier of provision.specifiers) program.provided.add(specifier);
}

/**
 * Adds the files that mcconfig finds for a line of `modules`: those of this name, with any suffix
 * if it has none, or all of a folder.
 */
function addModules(program: Program, specifier: string, file: string): void {
	const [folder, wanted] = [dirname(file), basename(file)];
	if (/\.[ch]$/.test(wanted)) {
		program.native.add(file);
		return;
	}
	for (const name of readdirSync(join(root, folder))) {
		const { name: stem, ext } = parse(name);
		if (wanted !== "*" && wanted !== stem) continue;
		if (ext === ".c" || ext === ".h") program.native.add(join(folder, name));
		if (isModule(name))
			program.modules.set(
				specifier.replace("*", () => stem),
				join(folder, name),
			);
	}
}

/** True if a preload pattern covers a specifier. */
export function isPreloaded(program: Program, specifier: string): boolean {
	return program.preload.some((pattern) =>
		pattern.endsWith("*") ? specifier.startsWith(pattern.slice(0, -1)) : specifier === pattern,
	);
}

function list(value: string | string[] | undefined): string[] {
	return value === undefined ? [] : typeof value === "string" ? [value] : value;
}

/** True for a TypeScript file that holds code, not only declarations. */
const isModule = (name: string): boolean => name.endsWith(".ts") && !name.endsWith(".d.ts");

/** All modules in a folder and the folders in it, as paths from the root. */
export function filesIn(folder: string): string[] {
	return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && isModule(entry.name))
		.map((entry) => relative(root, join(entry.parentPath, entry.name)))
		.sort();
}
