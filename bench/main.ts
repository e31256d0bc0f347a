/** Entry of the virtual meter in a clone of the repository. */
import { cloneAt } from "./installation.ts";
import { run } from "./run.ts";

/**
 * Runs the bench until a signal or a fault ends the process.
 * @param root of the repository
 */
export function main(root: string, arguments_: readonly string[]): Promise<void> {
	return run(cloneAt(root), arguments_);
}
