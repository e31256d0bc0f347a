/** `ambit record`: prints what was done to a running bench, as a scenario. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command, CommanderError } from "commander";
import { fileReasonOf, reasonOf, usageReasonOf } from "../fault.ts";
import { print } from "../print.ts";

interface Options {
	readonly bench: string;
	readonly output?: string;
}

/**
 * Runs the command; returns the exit code.
 * @param command that the user types
 * @param directory that the file starts from
 */
export async function record(
	command: string,
	directory: string,
	arguments_: readonly string[],
): Promise<number> {
	const program = new Command(command)
		.description("Prints what was done to a running bench since its start, as a scenario.")
		.exitOverride()
		.configureOutput({ writeErr: () => {} })
		.allowExcessArguments(false)
		.option("--bench <url>", "HTTP API of the bench", "http://127.0.0.1:8080")
		.option("--output <file>", "file that gets it instead of standard output");
	try {
		program.parse(arguments_, { from: "user" });
	} catch (error) {
		if (error instanceof CommanderError && error.exitCode === 0) return 0;
		return fault(usageReasonOf(error), 2);
	}
	const { bench, output } = program.opts<Options>();
	if (!URL.canParse("/api/recording", bench))
		return fault(`--bench ${bench}: must be like http://127.0.0.1:8080`, 2);
	let text: string;
	try {
		const answer = await fetch(new URL("/api/recording", bench));
		if (!answer.ok) return fault(`${bench} has no recording: ${answer.status}`, 1);
		text = await answer.text();
	} catch (error) {
		const { cause } = error as { cause?: unknown };
		return fault(`${bench}: ${reasonOf(cause ?? error)}`, 1);
	}
	if (output === undefined) return print("record", text);
	try {
		writeFileSync(resolve(directory, output), text);
		return 0;
	} catch (error) {
		return fault(`--output ${output}: ${fileReasonOf(error)}`, 1);
	}
}

function fault(reason: string, exitCode: number): number {
	process.stderr.write(`record: ${reason}\n`);
	return exitCode;
}
