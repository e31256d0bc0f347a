/** Processes of this machine, as /proc has them. */
import { readdirSync, readFileSync } from "node:fs";

/** A file of a process; empty if it has ended. */
function read(pid: number | string, file: string): string {
	try {
		return readFileSync(`/proc/${pid}/${file}`, "utf8");
	} catch {
		return "";
	}
}

/** State and parent of a process. */
function statOf(pid: number | string): readonly string[] {
	return read(pid, "stat").split(") ")[1]?.split(" ") ?? [];
}

/** Process IDs of the children of `pid`. */
export function childrenOf(pid: number): number[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name) && Number(statOf(name)[1]) === pid)
		.map(Number);
}

/** True if a process runs; one that has ended but was not yet reaped does not. */
export function isAlive(pid: number): boolean {
	const [state = "Z"] = statOf(pid);
	return state !== "Z";
}

/** Process IDs of the children of `pid` whose command line has `part`. */
export function childrenNamed(pid: number, part: string): number[] {
	return childrenOf(pid).filter((child) => read(child, "cmdline").includes(part));
}
