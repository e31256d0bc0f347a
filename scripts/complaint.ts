/** A reason for which a command fails: printed as one line, without a stack. */
export class Complaint extends Error {
	/** Exit code of the command: 2 for a wrong setting. */
	readonly exitCode: number;

	constructor(line: string, exitCode = 1) {
		super(line);
		this.exitCode = exitCode;
	}
}
