/** The web pages that the bench serves, built by Vite into build/pages, each once for a state of its sources. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./root.mjs";

/** Folders of pages with a vite.config.ts, by name, and what else of the repository they are made of. */
const PAGES = {
	panel: {
		folder: "bench/panel",
		sources: [
			"bench/live",
			"bench/mains",
			"src/registers",
			"src/metrology",
			"src/mbus",
			"src/board.ts",
			"package-lock.json",
		],
	},
	manager: { folder: "app", sources: ["src", "package-lock.json"] },
};

/** All files of a folder, or the one file, in order. */
function filesOf(path) {
	const entries = readdirSync(path, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

function hashOf(paths) {
	const hash = createHash("sha256");
	for (const path of paths) {
		const full = join(ROOT, path);
		for (const file of path.includes(".") ? [full] : filesOf(full))
			hash.update(file.slice(ROOT.length)).update(readFileSync(file));
	}
	return hash.digest("hex");
}

/**
 * Builds the pages whose sources have changed.
 *
 * @param {(line: string) => void} report told one line before what takes time
 * @throws {Error} one line, when Vite fails
 */
export async function ensurePages(report) {
	for (const [name, { folder, sources }] of Object.entries(PAGES)) {
		const out = join(ROOT, "build/pages", name);
		const stamp = `${out}.stamp`;
		const hash = hashOf([folder, ...sources]);
		if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) continue;
		report(`set-up: building ${folder}`);
		// Only now: it is one of the npm packages that the step before has installed.
		const { build } = await import("vite");
		try {
			await build({
				root: join(ROOT, folder),
				configFile: join(ROOT, folder, "vite.config.ts"),
				logLevel: "error",
				build: { outDir: out, emptyOutDir: true },
			});
		} catch (error) {
			throw new Error(`set-up: ${folder}: ${error.message.split("\n")[0]}`);
		}
		mkdirSync(dirname(stamp), { recursive: true });
		writeFileSync(stamp, hash);
	}
}
