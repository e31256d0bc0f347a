/** The text files of the repository that people write and read. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "../manifest/manifest.ts";

/** A file and what it contains. */
export interface TextFile {
	/** From the repository's root. */
	readonly path: string;
	readonly text: string;
	readonly lines: readonly string[];
}

const TEXT = /\.(ts|tsx|mjs|js|c|h|css|md|html|py|yml)$|^\.ci\/run$/;

/** Folders without our own files, and the licences of others' work. */
const SKIPPED = new Set(["node_modules", "build", "dist", ".git"]);

const CODE = /\.(ts|tsx|mjs|js|c|h|css|py)$/;

/** True for a program or a style sheet, false for a document. */
export const isCode = ({ path }: TextFile): boolean => CODE.test(path);

/** True for a file that the TypeScript parser reads. */
export const isScript = ({ path }: TextFile): boolean => /(?<!\.d)\.(ts|tsx|mjs|js)$/.test(path);

/** True for a document. */
export const isDocument = ({ path }: TextFile): boolean => path.endsWith(".md");

/** Reads all text files, in the order of their paths. */
export function textFiles(): TextFile[] {
	return pathsBelow("")
		.filter((path) => TEXT.test(path))
		.sort()
		.map((path) => {
			const text = readFileSync(join(root, path), "utf8");
			return { path, text, lines: text.split("\n") };
		});
}

function pathsBelow(folder: string): string[] {
	return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		if (SKIPPED.has(entry.name)) return [];
		const path = relative(root, join(root, folder, entry.name));
		if (entry.isDirectory()) return pathsBelow(path);
		return entry.isFile() ? [path] : [];
	});
}
