/**
 * The checksums of registers 401B and 4023: CRC-32 of the legally relevant software and of the
 * rest.
 *
 * A part's checksum is that of its TypeScript sources, in the order of their paths: of each the
 * path, a NUL, the text, a NUL. So it is the same on every machine and engine, and changes when any
 * of them does.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT as root } from "../engine/root.ts";

/**
 * The legally relevant files (docs/engine.md): metrology, the energy registers, storage, pulses and
 * part 2 of the display; and with them whatever they import.
 */
const LEGALLY_RELEVANT = [
	"src/metrology",
	"src/registers/energies.ts",
	"src/registers/energy-registers.ts",
	"src/storage",
	"src/pulse",
	"src/indication/energy-part.ts",
	"src/indication/picture.ts",
];

/** Something of each part of the software. */
export interface Parts<T> {
	readonly legallyRelevant: T;
	readonly other: T;
}

/** TypeScript files at or below a path, from the root. */
function filesOf(path: string): string[] {
	if (path.endsWith(".ts")) return [path];
	return readdirSync(join(root, path), { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".ts"))
		.map((name) => `${path}/${name}`);
}

/**
 * The files of both parts, sorted.
 *
 * @param board folder in boards/
 */
export async function softwareParts(board: string): Promise<Parts<string[]>> {
	const entryPoints = LEGALLY_RELEVANT.flatMap(filesOf);
	const { metafile } = await build({
		absWorkingDir: root,
		entryPoints,
		outdir: join(root, "build/checksums"),
		bundle: true,
		write: false,
		metafile: true,
		platform: "neutral",
		tsconfig: join(root, "tsconfig.json"),
		external: ["timer", "crc", "qrcode", "mc/config", "device", "embedded:*"],
		logLevel: "warning",
	});
	const legallyRelevant = Object.keys(metafile.inputs).filter((path) => path.startsWith("src/"));
	const all = ["src", `boards/${board}`].flatMap(filesOf);
	const other = all.filter((path) => !legallyRelevant.includes(path));
	return { legallyRelevant: legallyRelevant.sort(), other: other.sort() };
}

/** The firmware's own CRC-32. */
async function loadCrc32(): Promise<(bytes: Uint8Array) => number> {
	const entry = join(root, "src/checksum.ts");
	const { outputFiles } = await build({ entryPoints: [entry], format: "esm", write: false });
	const code = Buffer.from(outputFiles[0].contents).toString("base64");
	return (await import(`data:text/javascript;base64,${code}`)).default;
}

/**
 * Both checksums, 0..2^32 − 1.
 *
 * @param board folder in boards/
 */
export async function softwareChecksums(board: string): Promise<Parts<number>> {
	const crc32 = await loadCrc32();
	const bytesOf = (path: string): Buffer =>
		Buffer.from(`${path}\0${readFileSync(join(root, path), "utf8")}\0`);
	const { legallyRelevant, other } = await softwareParts(board);
	return {
		legallyRelevant: crc32(Buffer.concat(legallyRelevant.map(bytesOf))),
		other: crc32(Buffer.concat(other.map(bytesOf))),
	};
}
