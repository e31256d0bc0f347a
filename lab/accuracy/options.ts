/** Options of `npm run accuracy`. */
import { availableParallelism } from "node:os";
import { parsed } from "../options.ts";

export interface Options {
	readonly meters: number;
	/** Meters that are examined at the same time. */
	readonly workers: number;
	/** True: the figures of docs/accuracy.md are written as well. */
	readonly docs: boolean;
}

export const USAGE = `usage: npm run accuracy -- [--meters N] [--workers N] [--docs]
       npm run accuracy -- quality [--meters N] [--docs]

Examines N meters (1..99, default 12), several at a time if there are processors for it, and writes
build/accuracy/index.html and build/accuracy/accuracy.json. Ends with 1 if an aim is missed by more
than is documented, or a test that is no load exceeds its limit.

  --meters N    number of meters
  --workers N   meters at a time (default: processors less one)
  --docs        writes the figures of docs/accuracy.md, too

quality: the errors of power quality of N meters (default 3) on signals of known truth, printed and
written as build/accuracy/quality.md, .json and plots; --docs: those of docs/power-quality.md.`;

/**
 * Reads the command line; undefined: only help was asked for.
 * @throws {Error} when an option is wrong, one line
 */
export function parseOptions(args: readonly string[]): Options | undefined {
	const { values } = parsed({
		args: [...args],
		options: {
			meters: { type: "string", default: "12" },
			workers: { type: "string", default: `${Math.max(1, availableParallelism() - 1)}` },
			docs: { type: "boolean", default: false },
			help: { type: "boolean", default: false },
		},
	});
	if (values.help) return undefined;
	return {
		meters: count("meters", values.meters),
		workers: count("workers", values.workers),
		docs: values.docs,
	};
}

/** @throws {Error} unless it is a number of meters, one line */
export function count(name: string, text: string): number {
	const value = Number(text);
	if (!/^\d+$/.test(text) || value < 1 || value > 99)
		throw new Error(`--${name} ${text}: a whole number 1..99 is needed`);
	return value;
}
