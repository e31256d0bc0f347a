/**
 * An error of the person who started the bench, or one to report: printed as one line without a
 * stack.
 */
export class Fault extends Error {
	/** Exit code of the process: 2 for a bad command line, 1 for a failure while running. */
	readonly exitCode: 1 | 2;

	constructor(message: string, exitCode: 1 | 2) {
		super(message);
		this.exitCode = exitCode;
	}
}

/** The message of anything that was thrown. */
export function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

/** The message of an error of commander, in one line without its own head. */
export function usageReasonOf(error: unknown): string {
	return reasonOf(error)
		.replace(/^error: /, "")
		.replace(/\s+/g, " ")
		.trim();
}

/** The system's own words in `ENOENT: no such file or directory, open '/a'`. */
const SYSTEM_ERROR = /^E[A-Z0-9]+: (.+?), [a-z]+(?: '.*)?$/s;

/** Why a file or folder cannot be used; whoever says it names the file. */
export function fileReasonOf(error: unknown): string {
	const reason = reasonOf(error);
	return SYSTEM_ERROR.exec(reason)?.[1] ?? reason;
}
