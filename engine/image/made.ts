// SPDX-License-Identifier: Apache-2.0
/** Files that are made again only when their sources have changed. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { ROOT } from "../root.ts";

/** Gets one line before a step that takes time. */
export type Report = (line: string) => void;

/**
 * Short hash of a state: changes with the contents of any of the files or with any of the texts.
 */
export function keyOf(files: readonly string[], texts: readonly string[]): string {
	const hash = createHash("sha256");
	for (const file of files)
		hash
			.update(`${relative(ROOT, file)}\0`)
			.update(readFileSync(file))
			.update("\0");
	for (const text of texts) hash.update(`${text}\0`);
	return hash.digest("hex").slice(0, 16);
}

/** Calls `make` unless `output` was made from the state `key`, and notes the state. */
export async function unlessMade(
	output: string,
	key: string,
	make: () => Promise<void>,
): Promise<void> {
	const stamp = `${output}.stamp`;
	if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, "utf8") === key) return;
	rmSync(stamp, { force: true });
	await make();
	writeFileSync(stamp, key);
}
