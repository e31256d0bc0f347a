/** `npm run checksums [-- BOARD]`: both checksums, and the files of each. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { stop } from "esbuild";
import { ROOT } from "../../engine/root.ts";
import { softwareChecksums, softwareParts } from "../checksums.ts";

const TITLES = { legallyRelevant: "401B, legally relevant", other: "4023, the rest" } as const;

export async function checksums(args: readonly string[]): Promise<number> {
	const [board = "virtual", ...rest] = args;
	if (rest.length > 0 || !existsSync(join(ROOT, "boards", board, "device.ts"))) {
		console.error(`checksums: boards/${args.join(" ")} is not a board with TypeScript`);
		return 2;
	}
	const numbers = await softwareChecksums(board);
	const sources = softwareParts(board);
	await stop();
	for (const part of ["legallyRelevant", "other"] as const) {
		const number = numbers[part].toString(16).toUpperCase().padStart(8, "0");
		console.log(`${TITLES[part]}: ${number}`);
		for (const { path } of sources[part]) console.log(`  ${path}`);
	}
	return 0;
}
