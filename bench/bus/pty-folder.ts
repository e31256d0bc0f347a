/**
 * The folder with the links to the terminals: that of `--pty`, where their paths are the same at
 * each start, or a temporary one.
 */
import { lstatSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../fault.ts";
import { lockFolder } from "../lock.ts";
import { temporaryDirectory } from "../temporary.ts";

const OPTION = "--pty";

export class PtyFolder {
	#path: string | undefined;
	#release: () => void = () => {};

	/**
	 * @param directory undefined: a temporary one
	 * @param names of the links
	 * @throws Fault when another bench has the folder, when it cannot be used, or when something in
	 *   it has the name of a link and is none
	 */
	constructor(directory: string | undefined, names: readonly string[]) {
		if (directory === undefined) return;
		this.#path = directory;
		this.#release = lockFolder(OPTION, directory, "pty.lock");
		const taken = names.map((name) => join(directory, name)).find(isNoLink);
		if (taken === undefined) return;
		this.#release();
		throw new Fault(`${OPTION}: ${taken} is not the link of a terminal; it was left as it is`, 2);
	}

	/** Path of a link; the first call makes the folder. */
	pathOf(name: string): string {
		if (this.#path === undefined) {
			const { path, remove } = temporaryDirectory();
			this.#path = path;
			this.#release = remove;
		}
		return join(this.#path, name);
	}

	close(): void {
		this.#release();
	}
}

/** True if there is something else than a link. */
function isNoLink(path: string): boolean {
	const found = lstatSync(path, { throwIfNoEntry: false });
	return found !== undefined && !found.isSymbolicLink();
}
