/** Entry of the virtual meter: reads the command line, starts the bench, ends it on a signal. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Bench } from "./bench.ts";
import { parseCommandLine } from "./command-line.ts";
import { Fault, reasonOf } from "./fault.ts";

/**
 * Runs the bench until a signal or a fault ends the process.
 * @param root of the repository
 */
export async function main(root: string, arguments_: readonly string[]): Promise<void> {
	let bench: Bench | undefined;
	let ending = false;
	const end = async (exitCode: number): Promise<void> => {
		if (ending) return;
		ending = true;
		await bench?.close();
		process.exit(exitCode);
	};
	const fail = (error: unknown): Promise<void> => {
		if (!ending) process.stderr.write(`${reasonOf(error)}\n`);
		return end(error instanceof Fault ? error.exitCode : 1);
	};
	process.on("SIGINT", () => void end(0));
	process.on("SIGTERM", () => void end(0));
	try {
		const options = parseCommandLine(arguments_, userDirectory(root));
		if (!options) return;
		const note = (line: string): void => void process.stderr.write(`${line}\n`);
		bench = new Bench(root, versionOf(root), options, { note, fail });
		const lines = await bench.start();
		if (!ending) process.stdout.write(`${lines.join("\n")}\n`);
	} catch (error) {
		await fail(error);
	}
}

/** The user's working directory: `npm start` changes to the root and says where it was called. */
function userDirectory(root: string): string {
	const here = process.cwd();
	return here === root ? (process.env.INIT_CWD ?? here) : here;
}

function versionOf(root: string): string {
	const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
		version: string;
	};
	return version;
}
