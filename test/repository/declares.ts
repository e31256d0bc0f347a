import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../manifest/manifest.ts";

/** True if a file declares a name: as a binding, a member, or a quantity. */
export function declares(path: string, name: string): boolean {
	const text = readFileSync(join(root, path), "utf8");
	const escaped = name.replace(/[$#]/g, "\\$&");
	const modifiers = "get|set|static|readonly|private|protected|override|abstract";
	return new RegExp(
		`\\b(const|let|function|class|interface|type) ${escaped}\\b|` +
			`^\\s+(?:(?:${modifiers}) )*${escaped}[ (=:?<]|\\bname: "${escaped}"`,
		"m",
	).test(text);
}
