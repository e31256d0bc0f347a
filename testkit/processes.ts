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

/** Ticks of the clock in /proc a second, on every Linux. */
const TICKS_PER_SECOND = 100;

/** Processor time of `pid`, of all below it, and of those among them that have ended, s. */
export function processorSeconds(pid: number): number {
	// utime, stime, cutime, cstime of proc(5)
	const ticks = statOf(pid).slice(11, 15);
	const own = ticks.reduce((sum, each) => sum + Number(each), 0) / TICKS_PER_SECOND;
	return childrenOf(pid).reduce((sum, child) => sum + processorSeconds(child), own);
}
