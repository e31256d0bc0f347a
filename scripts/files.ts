/** Files that other processes may be reading. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Replaces a file in one step, if it differs: a reader sees the old or the new one, never a part.
 */
export function replaceFile(file: string, contents: Buffer): void {
	if (existsSync(file) && readFileSync(file).equals(contents)) return;
	mkdirSync(dirname(file), { recursive: true });
	const fresh = `${file}.${process.pid}`;
	writeFileSync(fresh, contents);
	renameSync(fresh, file);
}
