/**
 * The checksums of registers 401B and 4023: CRC-32 of the legally relevant software and of the rest
 * of the firmware with the board.
 *
 * A part's checksum is that of its files as compiled, in the order of their paths: of each the
 * path, a NUL, the file without types, comments and layout, a NUL. So a better comment leaves it,
 * any other change changes it, and it is the same on every machine and engine.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { transform, version } from "esbuild";
import { ROOT } from "../engine/root.ts";
import { PARTS } from "../spec/parts.ts";
import crc32 from "../src/checksum.ts";
import { replaceFile } from "./files.ts";

/** Something of each part of the software. */
export interface Parts<T> {
	readonly legallyRelevant: T;
	readonly other: T;
}

/** A TypeScript file: its path from the root and its text. */
export interface Source {
	readonly path: string;
	readonly text: string;
}

const byPath = (a: Source, b: Source): number => (a.path < b.path ? -1 : 1);

/** TypeScript files of a folder, or the one file. */
function sourcesOf(path: string): Source[] {
	const names = path.endsWith(".ts")
		? [path]
		: readdirSync(join(ROOT, path), { recursive: true, encoding: "utf8" })
				.filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
				.map((name) => `${path}/${name}`);
	return names.map((name) => ({ path: name, text: readFileSync(join(ROOT, name), "utf8") }));
}

/** True for a file of a part that spec/parts.ts says is legally relevant. */
function isLegallyRelevant({ path }: Source): boolean {
	const [, name = ""] = /^src\/([^/]+?)(?:\/.*|\.ts)$/.exec(path) ?? [];
	return PARTS[name]?.legallyRelevant === true;
}

/**
 * The files of both parts, sorted by path.
 *
 * @param board folder in boards/
 */
export function softwareParts(board: string): Parts<Source[]> {
	const all = ["src", `boards/${board}`].flatMap(sourcesOf).sort(byPath);
	return {
		legallyRelevant: all.filter(isLegallyRelevant),
		other: all.filter((source) => !isLegallyRelevant(source)),
	};
}

async function compile({ text }: Source): Promise<string> {
	const { code } = await transform(text, {
		loader: "ts",
		format: "esm",
		target: "es2022",
		minifyWhitespace: true,
		legalComments: "none",
		tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
	});
	return code;
}

/** The checksum of some files, sorted by path. */
export async function checksumOf(sources: readonly Source[]): Promise<number> {
	const codes = await Promise.all(sources.map(compile));
	const text = sources.map(({ path }, i) => `${path}\0${codes[i]}\0`).join("");
	return crc32(Buffer.from(text));
}

/** The checksum, kept in build/checksums for as long as files and compiler stay the same. */
async function keptChecksumOf(name: string, sources: readonly Source[]): Promise<number> {
	const hash = createHash("sha256").update(version);
	for (const { path, text } of sources) hash.update(`\0${path}\0${text}`);
	const key = hash.digest("hex");
	const file = join(ROOT, "build/checksums", name);
	const [keptKey, kept] = existsSync(file) ? readFileSync(file, "utf8").split(" ") : [];
	if (keptKey === key) return Number(kept);
	const checksum = await checksumOf(sources);
	replaceFile(file, Buffer.from(`${key} ${checksum}`));
	return checksum;
}

/**
 * Both checksums, 0..2^32 − 1.
 *
 * @param board folder in boards/
 */
export async function softwareChecksums(board: string): Promise<Parts<number>> {
	const { legallyRelevant, other } = softwareParts(board);
	return {
		legallyRelevant: await keptChecksumOf(`${board}-legally-relevant`, legallyRelevant),
		other: await keptChecksumOf(`${board}-other`, other),
	};
}
