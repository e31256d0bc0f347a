/**
 * Exports that nothing imports and files that nothing reaches, found by knip (knip.json names where
 * programs begin).
 */
import { spawnSync } from "node:child_process";
import { root } from "../manifest/manifest.ts";
import type { Rule } from "./rules.ts";

interface Unused {
	readonly name: string;
	readonly line?: number;
}

/** Findings of knip in a file. */
interface Issue {
	readonly file: string;
	readonly files: readonly Unused[];
	readonly exports: readonly Unused[];
	readonly types: readonly Unused[];
}

/** Runs knip once over the whole tree; the rule then looks a file up in what it said. */
export function deadExports(): Rule {
	const { stdout, stderr } = spawnSync(
		process.execPath,
		[
			"node_modules/knip/bin/knip.js",
			"--no-progress",
			...["--include", "files,exports,types", "--reporter", "json"],
		],
		{ cwd: root, encoding: "utf8", maxBuffer: 1 << 26 },
	);
	if (stdout === "") throw new Error(`knip said nothing but ${stderr}`);
	const { issues } = JSON.parse(stdout) as { issues: readonly Issue[] };
	return ({ path }) =>
		issues
			.filter(({ file }) => file === path)
			.flatMap(({ files, exports, types }) => [
				...files.map(() => ({ line: 1, message: "nothing reaches this file", weight: 1 })),
				...[...exports, ...types].map(({ name, line = 1 }) => ({
					line,
					message: `nothing imports ${name}`,
					weight: 1,
				})),
			]);
}
