/** Runs the virtual meter: reads the command line, starts the bench, ends it on a signal. */
import { Bench } from "./bench.ts";
import { type BenchOptions, parseCommandLine } from "./command-line.ts";
import { Fault, reasonOf } from "./fault.ts";
import type { Installation } from "./installation.ts";

/** Runs the bench until a signal or a fault ends the process. */
export async function run(
	installation: Installation,
	arguments_: readonly string[],
): Promise<void> {
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
	// A program that has started this one as a child with a channel has ended.
	process.on("disconnect", () => void end(0));
	try {
		const options = parseCommandLine(arguments_, installation);
		if (!options) return;
		await prepare(installation, options);
		const note = (line: string): void => void process.stderr.write(`${line}\n`);
		bench = new Bench(installation, options, { note, fail });
		const lines = await bench.start();
		if (!ending) process.stdout.write(`${lines.join("\n")}\n`);
	} catch (error) {
		await fail(error);
	}
}

async function prepare(installation: Installation, { engine }: BenchOptions): Promise<void> {
	try {
		await installation.prepare(engine);
	} catch (error) {
		throw new Fault(`--engine ${engine}: ${reasonOf(error)}`, 1);
	}
}
