/**
 * Things that must not outlive the bench, however it ends: child processes and temporary
 * directories. One that ends in the ordinary way is taken off the list.
 */

const undone = new Set<() => void>();

process.on("exit", () => {
	for (const undo of undone) undo();
});

/**
 * Calls `undo` when the process exits; it cannot wait there.
 * @returns a function that takes it off the list
 */
export function atExit(undo: () => void): () => void {
	undone.add(undo);
	return () => void undone.delete(undo);
}
