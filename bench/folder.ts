/** Makes folders. */
import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder, and those above it, for this user only. Node's own recursive way never returns
 * where a folder takes no other one, as /proc.
 */
export function makeFolder(path: string): void {
	if (isFolder(path)) return;
	const above = dirname(path);
	if (!existsSync(above)) makeFolder(above);
	try {
		mkdirSync(path, { mode: 0o700 });
	} catch (error) {
		// Another process was quicker.
		if (isFolder(path)) return;
		throw existsSync(path) ? new Error("is not a folder") : error;
	}
}

function isFolder(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
