/**
 * `npm run life [-- --seed N] [--years Y] [--minutes M] [--engine here|node|xs|mcu]`: a meter's
 * life drawn from a seed; with `--minutes` one life after another, of seeds N, N + 1, … A life that
 * fails prints its seed and is shortened; `--events` lives the rest again. `--report FILE` adds the
 * lives to those of earlier runs. `--planted all`, or numbers, plants faults in a copy of the
 * firmware and tells which lives have found.
 */
import { fileReasonOf, reasonOf } from "../../bench/fault.ts";
import { crc32 } from "../../bench/flash/image.ts";
import { parsed } from "../options.ts";
import { type Builds, ENGINES, type LifeEngine, startOf } from "./engines.ts";
import type { StartEngine } from "./meter.ts";
import { FAULTS, find } from "./planted.ts";
import { Report } from "./report.ts";
import { eventsAt, eventsOf, type Lived, liveScript, shortestOf } from "./run.ts";

const YEAR_S = 365.25 * 86_400;

interface Options {
	readonly seed: number;
	readonly years: number;
	/** Undefined: one life. */
	readonly minutes: number | undefined;
	readonly engine: LifeEngine;
	/** Places of the only events; undefined: all. */
	readonly events: readonly number[] | undefined;
	/** Most events. */
	readonly limit: number;
	/** Numbers of planted faults to be found, from 1; undefined: none. */
	readonly planted: readonly number[] | undefined;
	/** Lives of this run and earlier ones; undefined: not kept. */
	readonly report: Report | undefined;
}

/** @throws Error that names the option */
function understand(args: readonly string[]): Options {
	const { values } = parsed({
		args: [...args],
		options: {
			seed: { type: "string", default: "1" },
			years: { type: "string", default: "0.02" },
			minutes: { type: "string" },
			engine: { type: "string", default: "here" },
			events: { type: "string" },
			limit: { type: "string" },
			planted: { type: "string" },
			report: { type: "string" },
		},
	});
	const number = (name: string, text: string, whole = false): number => {
		const value = Number(text);
		if (!(value >= 0) || text.trim() === "" || (whole && !Number.isInteger(value)))
			throw new Error(`--${name}: ${text} is not a ${whole ? "whole " : ""}number`);
		return value;
	};
	const engine = ENGINES.find((name) => name === values.engine);
	if (!engine) throw new Error(`--engine takes one of ${ENGINES.join(", ")}`);
	if (values.report !== undefined && (values.events ?? values.planted) !== undefined)
		throw new Error("--report takes whole lives, without --events and --planted");
	return {
		seed: number("seed", values.seed, true),
		years: number("years", values.years),
		minutes: values.minutes === undefined ? undefined : number("minutes", values.minutes),
		engine,
		events: values.events?.split(",").map((text) => number("events", text, true)),
		planted: values.planted === undefined ? undefined : faultNumbers(values.planted),
		report: values.report === undefined ? undefined : reportIn(values.report),
		limit: values.limit === undefined ? Number.POSITIVE_INFINITY : number("limit", values.limit),
	};
}

/** Returns the exit code. */
export async function main(builds: Builds, args: readonly string[]): Promise<number> {
	let options: Options;
	try {
		options = understand(args);
	} catch (error) {
		console.error(`life: ${reasonOf(error)}`);
		return 2;
	}
	if (options.planted) return findAll(options.planted, builds);
	const start = await startOf(options.engine, builds);
	const began = Date.now();
	const end = began + 60_000 * (options.minutes ?? 0);
	let seconds = 0;
	let cuts = 0;
	let failed = 0;
	const next = (seed: number): number => options.report?.unlivedFrom(seed) ?? seed;
	for (let seed = next(options.seed); ; seed = next(seed + 1)) {
		const before = processorMs();
		const lived = await live(start, seed, options);
		seconds += lived.seconds;
		cuts += lived.cuts;
		if (lived.fault) failed++;
		options.report?.add(entryOf(seed, lived, processorMs() - before));
		if (lived.fault) await tell(start, seed, lived.fault, options);
		if (Date.now() >= end) break;
	}
	print(seconds / YEAR_S, cuts, Date.now() - began);
	console.log(verdict(failed));
	if (options.report) printAll(options.report);
	return failed === 0 ? 0 : 1;
}

/** User and system time of this process, ms. */
function processorMs(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

const verdict = (failed: number): string =>
	failed === 0 ? "nothing was wrong" : `${failed} lives failed`;

/** Prints how much was lived, and at what rate by the clock and by this process's own time. */
function print(years: number, cuts: number, elapsedMs: number): void {
	const rates = (hours: number): string =>
		`${(years / hours).toFixed(2)} meter-years and ${Math.round(cuts / hours)} power cuts an hour`;
	const hours = elapsedMs / 3_600_000;
	console.log(
		`${years.toFixed(4)} meter-years, ${cuts} power cuts in ${(60 * hours).toFixed(1)} min`,
	);
	console.log(`${rates(hours)}; ${rates(processorMs() / 3.6e6)} of one core`);
}

/** Prints the sum of all lives in a report. */
function printAll(report: Report): void {
	const lives = report.lives();
	const sum = (of: (life: (typeof lives)[number]) => number): number =>
		lives.reduce((total, life) => total + of(life), 0);
	const years = sum(({ seconds }) => seconds) / YEAR_S;
	const hours = sum(({ processorMs }) => processorMs) / 3.6e6;
	const failed = lives.filter(({ fault }) => fault !== undefined).length;
	console.log(
		`in the report: ${lives.length} lives, ${years.toFixed(4)} meter-years, ` +
			`${sum(({ cuts }) => cuts)} power cuts in ${hours.toFixed(2)} hours of one core`,
	);
	console.log(`in the report: ${verdict(failed)}`);
}

function entryOf(seed: number, lived: Lived, processorMs: number): Parameters<Report["add"]>[0] {
	const { seconds, cuts, events, image, fault } = lived;
	return {
		seed,
		seconds,
		cuts,
		events,
		image: crc32(image),
		processorMs: Math.round(processorMs),
		...(fault && { fault: `event ${fault.last.place}: ${fault.words}` }),
	};
}

/** @throws Error that names the option */
function reportIn(path: string): Report {
	try {
		return new Report(path);
	} catch (error) {
		throw new Error(`--report ${path}: ${fileReasonOf(error)}`);
	}
}

function live(start: StartEngine, seed: number, { years, events, limit }: Options): Promise<Lived> {
	if (events) return liveScript(start, eventsAt(seed, events));
	return liveScript(
		start,
		eventsOf(seed),
		(life, count) => life.seconds < years * YEAR_S && count < limit,
	);
}

async function tell(
	start: StartEngine,
	seed: number,
	{ last, words }: NonNullable<Lived["fault"]>,
	{ events, engine }: Options,
): Promise<void> {
	console.error(`--seed ${seed}: event ${last.place}, ${last.event.kind}: ${words}`);
	if (events) return;
	const places = await shortestOf(start, seed, last.place);
	const kinds = eventsAt(seed, places).map(({ event }) => event.kind);
	const command = `--seed ${seed} --events ${places.join(",")} --engine ${engine}`;
	console.error(`shortened to ${command}: ${kinds.join(", ")}`);
}

/** Numbers of planted faults: "all", or a list. @throws Error */
function faultNumbers(text: string): number[] {
	if (text === "all") return FAULTS.map((_, i) => i + 1);
	const numbers = text.split(",").map(Number);
	if (numbers.some((number) => FAULTS[number - 1] === undefined))
		throw new Error(`--planted takes "all" or numbers from 1 to ${FAULTS.length}`);
	return numbers;
}

/** Plants faults one at a time. Returns the exit code. */
async function findAll(numbers: readonly number[], builds: Builds): Promise<number> {
	let found = 0;
	for (const number of numbers) {
		const words = await find(number, builds.planted);
		const { file, text } = FAULTS[number - 1] ?? { file: "", text: "" };
		if (words !== undefined) found++;
		console.log(`${words === undefined ? "NOT FOUND" : "found"} ${number} ${file}: ${text}`);
		if (words !== undefined) console.log(`    ${words}`);
	}
	console.log(`${found} of ${numbers.length} planted faults were found`);
	return found === numbers.length ? 0 : 1;
}
