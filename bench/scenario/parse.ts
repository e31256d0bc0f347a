/** Reads and checks a scenario: nothing starts before all of it is known to be right. */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Ajv, type ErrorObject } from "ajv";
import { fileReasonOf } from "../fault.ts";
import { type MainsSettings, STARTING_MAINS } from "../mains/settings.ts";
import { MainsError, patchMains } from "../mains/validation.ts";
import { BadWrite, wordsOf } from "../readings/write.ts";
import { REGISTERS } from "../registers/table.ts";
import { complaintOf, tellingError } from "../schema-complaint.ts";
import { SHORTEST_INTERVAL_SECONDS, secondsOf } from "./duration.ts";
import { loadsOf, type MeterLoads } from "./load.ts";
import type { BusSetup, Event, MeterSetup, Poll, Scenario, Time } from "./scenario.ts";
import { SCENARIO_SCHEMA } from "./schema.ts";
import { type Path, ScenarioError, SourceText } from "./source-text.ts";

/** A scenario that was checked, with what it refers to. */
export interface CheckedScenario {
	readonly scenario: Scenario;
	readonly durationSeconds: number;
	/** Loads of each meter that has any. */
	readonly loads: readonly (MeterLoads | undefined)[];
}

/** The keys of which an event has exactly one. */
const HAPPENINGS = [
	"mains",
	"tariffInput",
	"press",
	"write",
	"power",
	"seal",
	"flash",
	"frames",
	"temperature",
	"bus",
	"radio",
] as const;

/** Happenings that may end by themselves. */
const LIMITED: readonly string[] = ["frames", "bus", "power", "radio"];

/** Of the registers. */
const NAMES: ReadonlySet<string> = new Set(REGISTERS.map(({ name }) => name));

const validate = new Ajv({ allowUnionTypes: true, strict: false, verbose: true }).compile(
	SCENARIO_SCHEMA,
);

/**
 * Reads a scenario from a file.
 * @param meters on the bench
 * @throws ScenarioError
 */
export function readScenario(path: string, meters: number): CheckedScenario {
	let text: string;
	try {
		text = readFileSync(path, "utf8");
	} catch (error) {
		throw new ScenarioError(`${path}: ${fileReasonOf(error)}`);
	}
	return parseScenario(new SourceText(path, text), dirname(path), meters);
}

/**
 * Checks a scenario.
 * @param directory that the names of its files start from
 * @throws ScenarioError that names the first line and key that are wrong
 */
export function parseScenario(
	source: SourceText,
	directory: string,
	meters: number,
): CheckedScenario {
	const { value } = source;
	if (!validate(value)) throw schemaError(source, tellingError(validate.errors ?? []));
	const scenario = value as unknown as Scenario;
	const check = new Check(source, scenario, meters);
	return check.run((csv) => resolve(directory, csv));
}

function schemaError(source: SourceText, error: ErrorObject | undefined): ScenarioError {
	const { instancePath = "", params = {}, keyword } = error ?? {};
	const path: (string | number)[] = instancePath
		.split("/")
		.slice(1)
		.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
	if (keyword === "additionalProperties")
		return source.error([...path, String(params.additionalProperty)], "is not a known key");
	if (keyword === "required") return source.error(path, `${params.missingProperty} is missing`);
	return source.error(path, error ? complaintOf(error) : "is not valid");
}

class Check {
	readonly #source: SourceText;
	readonly #scenario: Scenario;
	readonly #meters: number;

	constructor(source: SourceText, scenario: Scenario, meters: number) {
		this.#source = source;
		this.#scenario = scenario;
		this.#meters = meters;
	}

	run(pathOf: (csv: string) => string): CheckedScenario {
		const { duration, clock = 0, meters = [], events = [], polls = [] } = this.#scenario;
		const durationSeconds =
			duration === undefined ? Number.POSITIVE_INFINITY : this.#seconds(duration, ["duration"]);
		if (durationSeconds === 0) throw this.#source.error(["duration"], "must be above 0");
		const clockSeconds = this.#seconds(clock, ["clock"]);
		if (meters.length > this.#meters)
			throw this.#source.error(["meters", this.#meters], `the bench has ${this.#meters}`);
		const starts = meters.map((meter, index) => this.#mains(meter, index));
		this.#events(events, durationSeconds);
		polls.forEach((poll, index) => {
			this.#poll(poll, index);
		});
		const loads = meters.map((meter, index) =>
			loadsOf(meter, {
				seed: (this.#scenario.seed ?? 1) + index,
				clockSeconds,
				durationSeconds,
				mains: starts[index] ?? STARTING_MAINS,
				pathOf,
				fail: (path, problem) => this.#source.error(["meters", index, "load", ...path], problem),
			}),
		);
		return { scenario: this.#scenario, durationSeconds, loads };
	}

	#seconds(time: Time, path: Path): number {
		const seconds = secondsOf(time);
		if (seconds === undefined) throw this.#source.error(path, `"${time}" is not a time`);
		return seconds;
	}

	#mains({ mains = {} }: MeterSetup, index: number): MainsSettings {
		return this.#patched(STARTING_MAINS, mains, ["meters", index, "mains"]);
	}

	#patched(settings: MainsSettings, patch: object, path: Path): MainsSettings {
		try {
			return patchMains(settings, patch);
		} catch (error) {
			if (error instanceof MainsError) throw this.#source.error(path, error.message);
			throw error;
		}
	}

	#events(events: readonly Event[], durationSeconds: number): void {
		let before = 0;
		for (const [index, event] of events.entries()) {
			const path = ["events", index] as const;
			const at = this.#seconds(event.at, [...path, "at"]);
			if (at < before)
				throw this.#source.error(
					[...path, "at"],
					`${event.at} goes back before ${events[index - 1]?.at}`,
				);
			if (at > durationSeconds)
				throw this.#source.error([...path, "at"], `${event.at} is after the end`);
			before = at;
			this.#event(event, path);
		}
	}

	#event(event: Event, path: Path): void {
		const given = HAPPENINGS.filter((key) => event[key] !== undefined);
		const [key] = given;
		if (key === undefined || given.length > 1)
			throw this.#source.error(path, `needs exactly one of ${HAPPENINGS.join(", ")}`);
		if (event.for !== undefined) {
			const endless = event.power === "on" || (event.radio ?? "lost") !== "lost";
			if (!LIMITED.includes(key) || endless)
				throw this.#source.error([...path, "for"], `${key} does not end by itself`);
			this.#seconds(event.for, [...path, "for"]);
		}
		if ((event.meter ?? 0) >= this.#meters)
			throw this.#source.error([...path, "meter"], `the bench has ${this.#meters}, from 0`);
		if (event.mains) this.#patched(STARTING_MAINS, event.mains, [...path, "mains"]);
		if (event.press?.hold !== undefined)
			this.#seconds(event.press.hold, [...path, "press", "hold"]);
		if (event.bus) this.#bus(event.bus, [...path, "bus"]);
		for (const [name, value] of Object.entries(event.write ?? {}))
			this.#write(name, value, [...path, "write", name]);
	}

	#bus({ fault, delay, code }: BusSetup, path: Path): void {
		if (delay !== undefined) this.#seconds(delay, [...path, "delay"]);
		if (delay !== undefined && fault !== "delay")
			throw this.#source.error([...path, "delay"], `goes with the fault delay, not ${fault}`);
		if (code !== undefined && fault !== "exception")
			throw this.#source.error([...path, "code"], `goes with the fault exception, not ${fault}`);
	}

	#write(name: string, value: number | string, path: Path): void {
		try {
			wordsOf(name, value);
		} catch (error) {
			if (!(error instanceof BadWrite)) throw error;
			throw this.#source.error(path, error.message.replace(`${name}: `, ""));
		}
	}

	#poll(poll: Poll, index: number): void {
		const path = ["polls", index] as const;
		if (this.#seconds(poll.every, [...path, "every"]) < SHORTEST_INTERVAL_SECONDS)
			throw this.#source.error([...path, "every"], "must be at least 1 ms");
		if (poll.from !== undefined) this.#seconds(poll.from, [...path, "from"]);
		if ((poll.mbus === undefined) === (poll.read === undefined))
			throw this.#source.error(path, "needs exactly one of read and mbus");
		if (poll.mbus !== undefined && poll.unit !== undefined)
			throw this.#source.error([...path, "unit"], "goes with read, mbus is the address");
		if (!Array.isArray(poll.read)) return;
		const unknown = poll.read.findIndex((name) => !NAMES.has(name));
		if (unknown >= 0)
			throw this.#source.error(
				[...path, "read", unknown],
				`${poll.read[unknown]} is not a register`,
			);
	}
}
