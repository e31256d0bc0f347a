/** Temporary directories, which carry the bench's process ID so that the next one cleans up. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atExit } from "./at-exit.ts";

/**
 * Directory for memory shared between processes; a file elsewhere is written to disk now and then.
 */
export const MEMORY_DIRECTORY = "/dev/shm";

const OURS = /^ambit-(\d+)-\w+$/;

/** A directory that is removed at the latest when the process exits. */
export interface Temporary {
	readonly path: string;
	remove(): void;
}

/**
 * Makes a directory that only this user can read.
 * @param base directory that it is made in
 */
export function temporaryDirectory(base = tmpdir()): Temporary {
	const path = mkdtempSync(join(base, `ambit-${process.pid}-`));
	const undo = (): void => rmSync(path, { recursive: true, force: true });
	const forget = atExit(undo);
	return {
		path,
		remove() {
			forget();
			undo();
		},
	};
}

/** True if there is a process with this ID, whoever it belongs to. */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && "code" in error && error.code === "EPERM";
	}
}

/** Removes what benches that were killed have left in `bases`. */
export function removeLeftovers(bases: readonly string[] = [tmpdir(), MEMORY_DIRECTORY]): void {
	for (const base of bases) {
		try {
			for (const name of readdirSync(base)) {
				const pid = OURS.exec(name)?.[1];
				if (pid !== undefined && !isAlive(Number(pid)))
					rmSync(join(base, name), { recursive: true, force: true });
			}
		} catch {
			// Not there, or somebody else's: leftovers do no harm.
		}
	}
}
