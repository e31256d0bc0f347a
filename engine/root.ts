// SPDX-License-Identifier: Apache-2.0
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder at or above `folder` that holds package.json. */
function repositoryAbove(folder: string): string {
	if (existsSync(join(folder, "package.json"))) return folder;
	const parent = dirname(folder);
	if (parent === folder) throw new Error("there is no package.json above this file");
	return repositoryAbove(parent);
}

/** Root of the repository, from this file or from a bundle in build/ that includes it. */
export const ROOT = repositoryAbove(dirname(fileURLToPath(import.meta.url)));
