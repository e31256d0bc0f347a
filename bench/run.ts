/** Runs the virtual meter: reads the command line, starts the bench, ends it on a signal. */
import { Bench } from "./bench.ts";
import { type BenchOptions, parseCommandLine } from "./command-line.ts";
import { Ending } from "./ending.ts";
import { Fault, reasonOf } from "./fault.ts";
import type { Installation } from "./installation.ts";

/** Runs the bench until a signal or a fault ends the process. */
export async function run(
	installation: Installation,
	arguments_: readonly string[],
): Promise<void> {
	let bench: Bench | undefined;
	const ending = new Ending(process, async () => bench?.close());
	ending.listen();
	// Nobody reads any more; the meter runs on.
	for (const output of [process.stdout, process.stderr]) output.on("error", () => {});
	try {
		const options = parseCommandLine(arguments_, installation);
		if (!options) {
			// Help was wanted. A program that has started this one with a channel would keep it.
			ending.end();
			return;
		}
		await prepare(installation, options);
		const note = (line: string): void => void process.stderr.write(`${line}\n`);
		const fail = (error: unknown): void => ending.fail(error);
		bench = new Bench(installation, options, { note, fail, end: () => ending.end() });
		const lines = await bench.start();
		if (ending.hasBegun) return;
		process.stdout.write(`${lines.join("\n")}\n`);
		bench.begin();
	} catch (error) {
		ending.fail(error);
	}
}

async function prepare(installation: Installation, { engine }: BenchOptions): Promise<void> {
	try {
		await installation.prepare(engine);
	} catch (error) {
		throw new Fault(`--engine ${engine}: ${reasonOf(error)}`, 1);
	}
}
