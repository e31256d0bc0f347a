/** `npm run generate`, and `registers`, `services` and `mbus` for a part of it. */
import { join } from "node:path";
import { ROOT } from "../../engine/root.ts";
import { replaceFile } from "../files.ts";
import {
	type Generated,
	generatedFiles,
	mbusFiles,
	registerFiles,
	serviceFiles,
} from "../generated.ts";

function write(files: readonly Generated[]): void {
	for (const [path, text] of files) replaceFile(join(ROOT, path), Buffer.from(text));
}

/** Writes every generated file. */
export async function generate(): Promise<void> {
	write(await generatedFiles());
}

/** Writes docs/registers.md. */
export async function registers(): Promise<void> {
	write(await registerFiles());
}

/** Writes boards/bleservices. */
export async function services(): Promise<void> {
	write(await serviceFiles());
}

/** Brings the tables of docs/mbus.md up to date and prints the answer times. */
export async function mbus(): Promise<void> {
	const { files, times } = await mbusFiles();
	write(files);
	console.log(times);
}
