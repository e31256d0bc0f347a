/**
 * A file of the lives lived, one a line, over several runs: `npm run life -- --report FILE`. Runs
 * at the same time may name the same file.
 */
import { appendFileSync, readFileSync } from "node:fs";

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

	/** @throws Error in words if the file holds anything but lives */
	constructor(path: string) {
		this.#path = path;
		// To refuse it before a life is lived for nothing.
		appendFileSync(path, "");
		this.lives();
	}

	/** Returns the lives in the file, those of runs at the same time among them. */
	lives(): readonly ReportedLife[] {
		const lines = readFileSync(this.#path, "utf8").split("\n").slice(0, -1);
		return lines.map(lifeIn);
	}

	/** Returns the first seed from `seed` on that has not been lived: no life counts twice. */
	unlivedFrom(seed: number): number {
		const lived = new Set(this.lives().map((life) => life.seed));
		let next = seed;
		while (lived.has(next)) next++;
		return next;
	}

	/** Adds a life, in one step. */
	add(life: ReportedLife): void {
		appendFileSync(this.#path, `${JSON.stringify(life)}\n`);
	}
}

/** Decodes a line. @throws Error in words */
function lifeIn(line: string, index: number): ReportedLife {
	try {
		const life: unknown = JSON.parse(line);
		if (isLife(life)) return life;
	} catch {
		// No JSON: refused like any other text.
	}
	throw new Error(`line ${index + 1} is not a life`);
}

function isLife(value: unknown): value is ReportedLife {
	return NUMBERS.every((name) => Number.isFinite((value as Partial<ReportedLife> | null)?.[name]));
}
