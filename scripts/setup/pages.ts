/**
 * The web pages of the bench, built by Vite into build/pages, once for each state of their sources.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Report } from "../../engine/image/made.ts";
import { ROOT } from "../../engine/root.ts";

/** This file: its options for Vite are a source as well. */
const OWN_FILE = "scripts/setup/pages.ts";

/** File with the licences of what Vite has bundled, in the folder of the pages. */
export const PAGE_LICENCES = "licences.json";

/**
 * Folders with a vite.config.ts, by the name of the pages, and their sources outside the folder.
 */
const PAGES = {
	panel: {
		folder: "bench/panel",
		sources: [
			"bench/bus",
			"bench/display",
			"bench/http",
			"bench/live",
			"bench/mains",
			"client",
			"src",
			"spec",
			"package-lock.json",
			OWN_FILE,
		],
	},
	manager: { folder: "app", sources: ["client", "src", "spec", "package-lock.json", OWN_FILE] },
};

/** All files of a folder, in order. */
function filesOf(path: string): string[] {
	const entries = readdirSync(path, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

/** Hash of these files and of all files of these folders. */
export function hashOf(paths: readonly string[]): string {
	const hash = createHash("sha256");
	for (const path of paths) {
		const full = join(ROOT, path);
		for (const file of path.includes(".") ? [full] : filesOf(full))
			hash.update(file.slice(ROOT.length)).update(readFileSync(file));
	}
	return hash.digest("hex");
}

/** Kinds of files that become smaller. */
const COMPRESSIBLE = [".html", ".js", ".css", ".svg", ".json", ".webmanifest"];

/** Writes each file's compressed twins next to it, which the bench serves instead. */
function compress(folder: string): void {
	for (const path of filesOf(folder)) {
		if (!COMPRESSIBLE.includes(extname(path))) continue;
		const content = readFileSync(path);
		writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
		writeFileSync(`${path}.br`, brotliCompressSync(content));
	}
}

/** Builds the pages of a folder with a vite.config.ts. Rejects with one line when that fails. */
export async function buildPages(folder: string, out: string): Promise<void> {
	// imported only here: it takes time, and most starts build nothing
	const { build } = await import("vite");
	try {
		await build({
			root: join(ROOT, folder),
			configFile: join(ROOT, folder, "vite.config.ts"),
			logLevel: "error",
			build: { outDir: out, emptyOutDir: true, license: { fileName: PAGE_LICENCES } },
		});
	} catch (error) {
		throw new Error(`set-up: ${folder}: ${(error as Error).message.split("\n")[0]}`);
	}
}

/**
 * Builds the pages whose sources have changed. Rejects with one line when Vite fails.
 *
 * @param report gets one line before a step that takes time
 */
export async function ensurePages(report: Report): Promise<void> {
	for (const [name, { folder, sources }] of Object.entries(PAGES)) {
		const out = join(ROOT, "build/pages", name);
		const stamp = `${out}.stamp`;
		const hash = hashOf([folder, ...sources]);
		if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) continue;
		report(`set-up: building ${folder}`);
		await buildPages(folder, out);
		compress(out);
		mkdirSync(dirname(stamp), { recursive: true });
		writeFileSync(stamp, hash);
	}
}
