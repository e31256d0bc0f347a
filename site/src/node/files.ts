/** Node's `fs` and `path` in a browser: a page has no files, so a scenario names none. */
export function readFileSync(path: string): never {
	throw Object.assign(new Error("a web page reads no files"), { syscall: "open", path });
}

export function resolve(_folder: string, file: string): string {
	return file;
}

export function dirname(): string {
	return "";
}
