/**
 * The checksums of registers 401B and 4023: CRC-32 of the legally relevant software and of the rest.
 * `node scripts/checksums.mjs [BOARD]` prints them and the files of each, for a folder of boards/ (default virtual).
 *
 * A part's checksum is that of its TypeScript sources, in the order of their paths: of each the path, a NUL, the
 * text, a NUL. So it is the same on every machine and engine, and changes when any of them does.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, stop } from "esbuild";
import { ROOT as root } from "./setup/root.mjs";

/**
 * What is legally relevant (docs/architecture.md): metrology, the energy registers, storage, pulses and part 2 of
 * the display; and with them whatever they import.
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

/** TypeScript files at or below a path, from the root. */
function filesOf(path) {
	if (path.endsWith(".ts")) return [path];
	return readdirSync(join(root, path), { recursive: true })
		.filter((name) => name.endsWith(".ts"))
		.map((name) => `${path}/${name}`);
}

/**
 * The files of both parts, sorted.
 *
 * @param {string} board folder below boards/
 * @returns {Promise<{legallyRelevant: string[], other: string[]}>}
 */
export async function softwareParts(board) {
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
	const other = ["src", `boards/${board}`]
		.flatMap(filesOf)
		.filter((path) => !legallyRelevant.includes(path));
	return { legallyRelevant: legallyRelevant.sort(), other: other.sort() };
}

/** The firmware's own CRC-32. */
async function loadCrc32() {
	const entry = join(root, "src/checksum.ts");
	const { outputFiles } = await build({ entryPoints: [entry], format: "esm", write: false });
	const code = Buffer.from(outputFiles[0].contents).toString("base64");
	return (await import(`data:text/javascript;base64,${code}`)).default;
}

/**
 * Both checksums, 0..2^32 − 1.
 *
 * @param {string} board folder below boards/
 * @returns {Promise<{legallyRelevant: number, other: number}>}
 */
export async function softwareChecksums(board) {
	const crc32 = await loadCrc32();
	const checksum = (paths) =>
		crc32(
			Buffer.concat(
				paths.map((path) => Buffer.from(`${path}\0${readFileSync(join(root, path), "utf8")}\0`)),
			),
		);
	const { legallyRelevant, other } = await softwareParts(board);
	return { legallyRelevant: checksum(legallyRelevant), other: checksum(other) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const board = process.argv[2] ?? "virtual";
	const checksums = await softwareChecksums(board);
	const parts = await softwareParts(board);
	await stop();
	for (const [part, title] of [
		["legallyRelevant", "401B, legally relevant"],
		["other", "4023, the rest"],
	]) {
		console.log(`${title}: ${checksums[part].toString(16).toUpperCase().padStart(8, "0")}`);
		for (const path of parts[part]) console.log(`  ${path}`);
	}
}
