/** `npm run record` and `npm run export`: commands of the package, in a clone. */
import { bundleForNode } from "../bundle.ts";
import { load } from "../load.ts";

type Run = (command: string, directory: string, args: readonly string[]) => Promise<number>;

/** The folder in which npm was called. */
const directory = (): string => process.env.INIT_CWD ?? process.cwd();

export async function record(args: readonly string[]): Promise<number> {
	const module = await bundleForNode("bench/record/record.ts", "build/run/record.mjs");
	return (await load<{ record: Run }>(module)).record("npm run record --", directory(), args);
}

/** Prints a configuration for a client. */
export async function exportFor(args: readonly string[]): Promise<number> {
	const module = await bundleForNode("bench/export/export.ts", "build/run/export.mjs");
	const { exportFor } = await load<{
		exportFor(command: string, args: readonly string[]): Promise<number>;
	}>(module);
	return exportFor("npm run -s export --", args);
}
