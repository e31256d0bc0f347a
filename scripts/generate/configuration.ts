/** Configuration that spec/ determines: paths for TypeScript, modules for Moddable. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../engine/root.ts";
import { BOARDS, DEVICE, FILES, FOLDERS, SPECIFIERS } from "../../spec/parts.ts";

/** Options that Moddable's compiler gets from mcconfig, or that mean nothing to it. */
const NOT_MODDABLES = ["module", "noEmit", "allowImportingTsExtensions", "types", "paths"];

interface Project {
	compilerOptions: Record<string, unknown>;
}

interface Manifest {
	modules: Record<string, string>;
	preload: string[];
	typescript: { tsconfig: Project };
}

const read = <Contents>(path: string): Contents =>
	JSON.parse(readFileSync(join(ROOT, path), "utf8"));

/** Paths of the firmware's specifiers, for a configuration from which `root` leads to the root. */
function paths(root: string, board: string): Record<string, string[]> {
	return Object.fromEntries([
		...FILES.map((name) => [name, [`${root}src/${name}.ts`]]),
		...FOLDERS.map((name) => [`${name}/*`, [`${root}src/${name}/*.ts`]]),
		[DEVICE, [`${root}boards/${board}/device.ts`]],
		...BOARDS.map((name) => [`${name}/*`, [`${root}boards/${name}/*.ts`]]),
	]);
}

function withPaths(path: string, root: string, board: string): object {
	const project = read<Project>(path);
	project.compilerOptions.paths = paths(root, board);
	return project;
}

function manifest(): object {
	const moddable = read<Manifest>("manifest.json");
	const options = Object.entries(read<Project>("tsconfig.json").compilerOptions);
	moddable.modules = Object.fromEntries(SPECIFIERS.map((name) => [name, `./src/${name}`]));
	moddable.preload = [...SPECIFIERS, DEVICE];
	moddable.typescript.tsconfig.compilerOptions = Object.fromEntries(
		options.filter(([name]) => !NOT_MODDABLES.includes(name)),
	);
	return moddable;
}

/** Paths of the files and their texts, not formatted. */
export function configuration(): [string, string][] {
	const files: [string, object][] = [
		["tsconfig.json", withPaths("tsconfig.json", "./", "virtual")],
		["boards/tsconfig.json", withPaths("boards/tsconfig.json", "../", "simulator")],
		["manifest.json", manifest()],
	];
	return files.map(([path, contents]) => [path, JSON.stringify(contents, undefined, "\t")]);
}
