/** Counts what became of a client's requests. */

export interface Score {
	readonly client: string;
	right: number;
	/** Answers that differ from what the client must get. */
	wrong: number;
	/** Requests without an answer. */
	lost: number;
	/** The first that was not right, in words. */
	complaint: string | undefined;
}

export function scoreOf(client: string): Score {
	return { client, right: 0, wrong: 0, lost: 0, complaint: undefined };
}

/** Counts an answer; undefined: there was none. */
export function judge(score: Score, answer: string | undefined, expected: string): void {
	if (answer === expected) score.right++;
	else if (answer === undefined) score.lost++;
	else score.wrong++;
	if (answer !== expected) score.complaint ??= `${answer ?? "no answer"}, not ${expected}`;
}
