/** A file of the lives lived, over several runs: `npm run life -- --report FILE`. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

/** A life in the file. */
interface ReportedLife {
	readonly seed: number;
	/** Seconds metered. */
	readonly seconds: number;
	/** Power cuts. */
	readonly cuts: number;
	readonly events: number;
	/** CRC-32 of the flash image at the end. */
	readonly image: number;
	/** Processor time, ms. */
	readonly processorMs: number;
	/** The fault; left out: none. */
	readonly fault?: string;
}

const NUMBERS = ["seed", "seconds", "cuts", "events", "image", "processorMs"] as const;

export class Report {
	readonly #path: string;
	readonly #lives: ReportedLife[];

	/** @throws Error in words if the file holds anything but lives */
	constructor(path: string) {
		this.#path = path;
		this.#lives = existsSync(path) ? livesIn(readFileSync(path, "utf8")) : [];
	}

	/** Lives in the file. */
	get lives(): readonly ReportedLife[] {
		return this.#lives;
	}

	/** The first seed from `seed` on that has not been lived: no life counts twice. */
	unlivedFrom(seed: number): number {
		const lived = new Set(this.#lives.map((life) => life.seed));
		let next = seed;
		while (lived.has(next)) next++;
		return next;
	}

	/** Adds a life, and writes the file in one step. */
	add(life: ReportedLife): void {
		this.#lives.push(life);
		const unfinished = `${this.#path}.${process.pid}`;
		const lines = this.#lives.map((each) => JSON.stringify(each));
		writeFileSync(unfinished, `[\n${lines.join(",\n")}\n]\n`);
		renameSync(unfinished, this.#path);
	}
}

function livesIn(text: string): ReportedLife[] {
	let lives: unknown;
	try {
		lives = JSON.parse(text);
	} catch {
		lives = undefined;
	}
	if (!Array.isArray(lives) || !lives.every(isLife)) throw new Error("is not a report of lives");
	return lives;
}

function isLife(value: unknown): value is ReportedLife {
	return NUMBERS.every((name) => Number.isFinite((value as Partial<ReportedLife> | null)?.[name]));
}
