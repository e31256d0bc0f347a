/**
 * Load profiles from files: a head `time,L1,L2,L3`, then rows with a time and the active power of
 * each phase in W. Columns `Q1,Q2,Q3` may follow with reactive power in var. A row's powers hold
 * until the next one's time.
 */
import { readFileSync } from "node:fs";
import { fileReasonOf } from "../fault.ts";
import { SHORTEST_INTERVAL_SECONDS, secondsOf } from "./duration.ts";
import type { Load, Powers } from "./power.ts";

interface Row {
	readonly seconds: number;
	readonly powers: Powers;
}

const HEADS = ["time,L1,L2,L3", "time,L1,L2,L3,Q1,Q2,Q3"];

/**
 * Reads a profile.
 * @param repeat true: it starts again at its end, after as long as its last interval
 * @param fail makes the error that is thrown; the problem names file, line and column
 */
export function readCsv(path: string, repeat: boolean, fail: (problem: string) => Error): Load {
	try {
		return parseCsv(path, readFileSync(path, "utf8"), repeat, fail);
	} catch (error) {
		if (!(error instanceof Error && "syscall" in error)) throw error;
		throw fail(`${path}: ${fileReasonOf(error)}`);
	}
}

/**
 * The same from the text of a file.
 * @param name of the file, for problems
 */
export function parseCsv(
	name: string,
	text: string,
	repeat: boolean,
	fail: (problem: string) => Error,
): Load {
	const rows = rowsOf(name, text, fail);
	const first = rows[0]?.seconds ?? 0;
	const last = rows.at(-1)?.seconds ?? 0;
	const interval = last - (rows.at(-2)?.seconds ?? 0);
	/** 0: it does not start again, and neither does a single row at 0. */
	const period = repeat ? last - first + interval : 0;
	if (period > 0 && period < rows.length * SHORTEST_INTERVAL_SECONDS)
		throw fail(`${name}: has more than a row a millisecond`);
	const turnAt = (seconds: number): number =>
		period > 0 ? Math.max(0, Math.floor((seconds - first) / period)) : 0;
	// Both compare with the same sums, so that a row begins at the very time that `next` gives.
	return {
		at(seconds) {
			for (let turn = turnAt(seconds) + 1; turn >= 0; turn--) {
				const row = rows[begunBy(rows, turn * period, seconds) - 1];
				if (row) return row.powers;
			}
			return rows[0]?.powers ?? NOTHING;
		},
		next(seconds) {
			for (let turn = turnAt(seconds); ; turn++) {
				const later = rows[begunBy(rows, turn * period, seconds)];
				if (later) return turn * period + later.seconds;
				if (period === 0) return Number.POSITIVE_INFINITY;
			}
		},
	};
}

/** Number of the rows that have begun by a time. A file may have a row a second for a day. */
function begunBy(rows: readonly Row[], startSeconds: number, seconds: number): number {
	let [low, high] = [0, rows.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (startSeconds + (rows[middle]?.seconds ?? 0) <= seconds) low = middle + 1;
		else high = middle;
	}
	return low;
}

const NONE = { active: 0, reactive: 0 };
const NOTHING: Powers = [NONE, NONE, NONE];

function rowsOf(name: string, text: string, fail: (problem: string) => Error): Row[] {
	const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
	while (lines.at(-1) === "") lines.pop();
	const [head = "", ...rest] = lines;
	const names = head.split(",").map((name) => name.trim());
	if (!HEADS.includes(names.join(",")))
		throw fail(`${name}:1: the head must be "${HEADS.join('" or "')}"`);
	if (rest.length === 0) throw fail(`${name}: has no rows`);
	let before = -1;
	return rest.map((line, index) => {
		const wrong = (problem: string): Error => fail(`${name}:${index + 2}: ${problem}`);
		const row = rowOf(line, names, wrong);
		if (row.seconds <= before) throw wrong("time: does not come after that of the row before");
		before = row.seconds;
		return row;
	});
}

function rowOf(line: string, names: readonly string[], wrong: (problem: string) => Error): Row {
	const cells = line.split(",").map((cell) => cell.trim());
	if (cells.length !== names.length)
		throw wrong(`has ${cells.length} columns, the head has ${names.length}`);
	const empty = cells.indexOf("");
	if (empty >= 0) throw wrong(`${names[empty]}: is empty`);
	const [time = "", ...powers] = cells;
	const seconds = secondsOf(/^\d+(\.\d+)?$/.test(time) ? Number(time) : time);
	if (seconds === undefined) throw wrong(`time: "${time}" is not a time`);
	const numbers = powers.map((cell, index) => {
		const number = Number(cell);
		if (!Number.isFinite(number)) throw wrong(`${names[index + 1]}: "${cell}" is not a number`);
		return number;
	});
	const phase = (index: number) => ({
		active: numbers[index] ?? 0,
		reactive: numbers[index + 3] ?? 0,
	});
	return { seconds, powers: [phase(0), phase(1), phase(2)] };
}
