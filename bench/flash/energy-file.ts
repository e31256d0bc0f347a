/** Keeps a meter's energy over time in a file next to its flash image. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { fileReasonOf } from "../fault.ts";
import { COUNTERS, type EnergyLog, type KeptEnergy } from "../live/energy-log.ts";

/** The file shows what was used when, so it is for this user only. */
const MODE = 0o600;

const WATT_HOURS = {
	type: "array",
	minItems: COUNTERS,
	maxItems: COUNTERS,
	items: { type: "number", minimum: 0 },
};

const isKept = new Ajv().compile<KeptEnergy>({
	type: "object",
	required: ["version", "counted", "minutes"],
	properties: {
		version: { const: 1 },
		counted: {
			type: "object",
			nullable: true,
			required: ["seconds", "counters"],
			properties: { seconds: { type: "number", maximum: 0 }, counters: WATT_HOURS },
		},
		minutes: {
			type: "array",
			items: {
				type: "object",
				required: ["minute", "wattHours", "spread"],
				properties: {
					minute: { type: "integer", maximum: -1 },
					wattHours: WATT_HOURS,
					spread: { type: "boolean" },
				},
			},
		},
	},
});

export class EnergyFile {
	readonly #path: string;
	readonly #log: EnergyLog;
	readonly #now: () => number;
	readonly #note: (line: string) => void;
	/** Readings in the file. */
	#saved = 0;
	#noted = false;

	/**
	 * Gives the log what the file has; a file that has something else is put aside.
	 * @param now meter time in seconds
	 * @param note told when the file cannot be used
	 */
	constructor(
		directory: string,
		serialNumber: number,
		log: EnergyLog,
		now: () => number,
		note: (line: string) => void,
	) {
		this.#path = join(directory, `${String(serialNumber).padStart(8, "0")}.energy.json`);
		this.#log = log;
		this.#now = now;
		this.#note = note;
		this.#read();
	}

	/** Writes what has changed. */
	save(): void {
		const { noted } = this.#log;
		if (noted === this.#saved) return;
		const text = JSON.stringify(this.#log.kept(this.#now()));
		try {
			const unfinished = `${this.#path}.new`;
			writeFileSync(unfinished, text, { mode: MODE });
			renameSync(unfinished, this.#path);
			this.#saved = noted;
		} catch (error) {
			if (!this.#noted)
				this.#note(`--state: ${this.#path}: ${fileReasonOf(error)} (reported once)`);
			this.#noted = true;
		}
	}

	#read(): void {
		let text: string;
		try {
			text = readFileSync(this.#path, "utf8");
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "ENOENT")
				this.#note(`--state: ${this.#path}: ${fileReasonOf(error)}`);
			return;
		}
		const kept = parsed(text);
		if (isKept(kept)) this.#log.restore(kept);
		else this.#putAside();
	}

	#putAside(): void {
		const aside = `${this.#path}.unreadable`;
		const what = `--state: ${this.#path} is no energy over time`;
		try {
			renameSync(this.#path, aside);
			this.#note(`${what}; it is ${aside} now`);
		} catch (error) {
			this.#note(`${what}; it cannot become ${aside}: ${fileReasonOf(error)}`);
		}
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
