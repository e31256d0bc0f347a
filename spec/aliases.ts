/** The firmware's specifiers as aliases for Vite, whose configurations import this file. */
import { FILES, FOLDERS } from "./parts.ts";

/** A pattern of specifiers and the path that replaces it, as Vite takes them. */
export interface Alias {
	readonly find: RegExp;
	readonly replacement: string;
}

/**
 * The aliases of the firmware's files.
 * @param root path of the repository, with a slash at the end
 */
export function firmwareAliases(root: string): Alias[] {
	return [
		{ find: new RegExp(`^(${FILES.join("|")})$`), replacement: `${root}src/$1.ts` },
		{ find: new RegExp(`^(${FOLDERS.join("|")})/(.*)$`), replacement: `${root}src/$1/$2.ts` },
	];
}
