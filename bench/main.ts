/** Entry of the virtual meter in a clone of the repository. */
import { cloneAt, type Installation } from "./installation.ts";
import { run } from "./run.ts";

/**
 * Runs the bench until a signal or a fault ends the process.
 * @param root of the repository
 * @param prepare builds an engine, once the command line is known to be right
 */
export function main(
	root: string,
	arguments_: readonly string[],
	prepare: Installation["prepare"],
): Promise<void> {
	return run(cloneAt(root, prepare), arguments_);
}
