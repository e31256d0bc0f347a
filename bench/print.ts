/** Standard output of the commands that print one text. */
import { fileReasonOf } from "./fault.ts";

/**
 * Prints a text; returns the exit code. A reader that has seen enough, as `head`, is no fault.
 * @param command that says what has failed
 */
export function print(command: string, text: string): Promise<number> {
	// The callback is told as well; without a listener the event would end the process.
	process.stdout.on("error", () => {});
	return new Promise((resolve) => {
		process.stdout.write(text, (error) => {
			const failed = error && (error as NodeJS.ErrnoException).code !== "EPIPE";
			if (failed) process.stderr.write(`${command}: standard output: ${fileReasonOf(error)}\n`);
			resolve(failed ? 1 : 0);
		});
	});
}
