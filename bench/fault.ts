/** What the person who started the bench did wrong or has to know: printed as one line, without a stack. */
export class Fault extends Error {
	/** Exit code of the process: 2 for the command line, 1 for what failed while running. */
	readonly exitCode: 1 | 2;

	constructor(message: string, exitCode: 1 | 2) {
		super(message);
		this.exitCode = exitCode;
	}
}

/** What can be said of anything that was thrown. */
export function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
