/** `npm run figures`: measures the figures, says what has changed, and writes docs/figures.json. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Figures, measure, type Subjects } from "./figures.ts";

/** Runs it. @param root of the repository */
export async function main(root: string, subjects: Subjects): Promise<void> {
	const path = join(root, "docs/figures.json");
	const before = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Figures) : {};
	const now = await measure(subjects);
	for (const [name, value] of Object.entries(now)) {
		const old = before[name];
		const change = old === undefined ? "new" : old === value ? "" : `was ${old}`;
		console.log(`${name.padEnd(64)}${String(value).padStart(10)}   ${change}`.trimEnd());
	}
	writeFileSync(path, `${JSON.stringify(now, undefined, "\t")}\n`);
}
