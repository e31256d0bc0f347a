/** Keeps a second bench out of a folder. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { atExit } from "./at-exit.ts";
import { Fault, fileReasonOf } from "./fault.ts";
import { makeFolder } from "./folder.ts";
import { isAlive } from "./temporary.ts";

/**
 * Takes a folder, and makes it if necessary. A lock whose bench is gone is taken over.
 * @param option of the command line that named it
 * @param name of the file that says who has it: process ID, and time of its start where the system
 *   tells it
 * @returns a function that lets it go, which the end of the process does as well
 * @throws Fault with exit code 1 that names the bench that has it, with 2 if it cannot be used
 */
export function lockFolder(option: string, directory: string, name: string): () => void {
	const path = join(directory, name);
	try {
		makeFolder(directory);
		while (!take(path)) removeStale(path, `${option}: ${directory}`);
	} catch (error) {
		if (error instanceof Fault) throw error;
		throw new Fault(`${option}: ${directory}: ${fileReasonOf(error)}`, 2);
	}
	const forget = atExit(() => rmSync(path, { force: true }));
	return () => {
		forget();
		rmSync(path, { force: true });
	};
}

/** Returns false if there is a lock already. */
function take(path: string): boolean {
	// Linked when it is whole, so that nobody reads half of it.
	const own = `${path}.${process.pid}`;
	try {
		writeFileSync(own, signatureOf(process.pid), { mode: 0o600 });
		linkSync(own, path);
		return true;
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
		throw error;
	} finally {
		rmSync(own, { force: true });
	}
}

/** @throws Fault if the lock's bench runs */
function removeStale(path: string, folder: string): void {
	const found = read(path);
	const pid = Number.parseInt(found, 10);
	const runs = pid > 0 && isAlive(pid) && signatureOf(pid) === found;
	if (runs) throw new Fault(`${folder} is in use by the bench with process ID ${pid}`, 1);
	const aside = `${path}.${process.pid}.stale`;
	try {
		renameSync(path, aside);
		// Another bench was quicker, and this is its lock.
		if (read(aside) !== found) linkSync(aside, path);
	} catch (error) {
		if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
	} finally {
		rmSync(aside, { force: true });
	}
}

function read(path: string): string {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return "";
	}
}

/** Tells a process from a later one with the same ID. */
function signatureOf(pid: number): string {
	// Field 22 is the start; the name before field 3 may contain anything.
	const fields = read(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ");
	return `${pid} ${fields?.[19] ?? ""}\n`;
}
