/** Processes of this machine, as /proc has them. */
import { readdirSync, readFileSync } from "node:fs";

/** Process IDs of the children of `pid`. */
export function childrenOf(pid: number): number[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.map(Number)
		.filter((child) => {
			try {
				return (
					Number(readFileSync(`/proc/${child}/stat`, "utf8").split(") ")[1]?.split(" ")[1]) === pid
				);
			} catch {
				return false;
			}
		});
}

/** True if a process runs; one that has ended but was not yet reaped does not. */
export function isAlive(pid: number): boolean {
	try {
		return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.[0] !== "Z";
	} catch {
		return false;
	}
}

/** Process ID of the Node engine of a bench; undefined: it has none yet. */
export function nodeEngineOf(pid: number): number | undefined {
	return childrenOf(pid).find((child) =>
		readFileSync(`/proc/${child}/cmdline`, "utf8").includes("ambit-node.mjs"),
	);
}
