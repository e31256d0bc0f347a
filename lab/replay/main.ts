/**
 * `npm run replay [-- FILE] [--engine node|xs] [--times N] [--fast-forward]`: plays a scenario N
 * times (2 unless given), each time on new meters, and compares every byte on the buses with its
 * time. FILE is examples/scenarios/day-of-faults.yaml unless given. Exit code 1 if two runs differ.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Fault, reasonOf } from "../../bench/fault.ts";
import { scenarioOf } from "../../bench/scenario/host.ts";
import type { CheckedScenario } from "../../bench/scenario/parse.ts";
import { temporaryDirectory } from "../../bench/temporary.ts";
import { runBench } from "../../testkit/bench.ts";
import { parsed } from "../options.ts";
import { differenceOf } from "./difference.ts";

const SCENARIO = "examples/scenarios/day-of-faults.yaml";

/** Longest life of a bench: a day. */
const LIMIT_MS = 86_400_000;

/** Most meters on one line (docs/bench.md). */
const MOST_METERS = 247;

interface Options {
	readonly file: string;
	readonly engine: string;
	readonly times: number;
	readonly fastForward: boolean;
}

/** A scenario as it was played. */
interface Played {
	readonly transcript: string;
	/** By the machine's clock, with the start of the meters and their calibration. */
	readonly seconds: number;
}

/** @throws Fault that names the option */
function understand(root: string, args: readonly string[]): Options {
	try {
		const { values, positionals } = parsed({
			args: [...args],
			allowPositionals: true,
			options: {
				engine: { type: "string", default: "node" },
				times: { type: "string", default: "2" },
				"fast-forward": { type: "boolean", default: false },
			},
		});
		const [file = join(root, SCENARIO), ...others] = positionals;
		if (others.length > 0) throw new Error(`${others[0]}: one scenario at a time`);
		const times = Number(values.times);
		if (!Number.isInteger(times) || times < 1)
			throw new Error(`--times ${values.times}: must be a whole number, at least 1`);
		const { engine, "fast-forward": fastForward } = values;
		return { file: resolve(file), engine, times, fastForward };
	} catch (error) {
		throw new Fault(reasonOf(error), 2);
	}
}

/** @throws Fault if the scenario is wrong or does not end by itself */
function read(file: string): CheckedScenario {
	const checked = scenarioOf(file, MOST_METERS, true);
	if (checked.scenario.end !== "stop" || !Number.isFinite(checked.durationSeconds))
		throw new Fault(`${file}: needs a duration, and end: stop`, 2);
	return checked;
}

/** @throws Fault if the bench fails */
async function play({ file, engine, fastForward }: Options, meters: number): Promise<Played> {
	const folder = temporaryDirectory();
	try {
		const transcript = join(folder.path, "transcript");
		const ports = ["--http", "--modbus-rtu", "--modbus-tcp", "--mbus"].flatMap((name) => [
			name,
			"0",
		]);
		const began = performance.now();
		const { code, stderr } = await runBench(
			[
				...["--engine", engine, "--speed", "max", "--meters", `${meters}`],
				...["--scenario", file, "--transcript", transcript, ...ports],
				...(fastForward ? ["--fast-forward"] : []),
			],
			LIMIT_MS,
		);
		const seconds = (performance.now() - began) / 1000;
		// 2: an option that was passed on
		if (code === 2) throw new Fault(stderr.trim(), 2);
		if (code !== 0) throw new Fault(`the bench ended with ${code}: ${stderr.trim()}`, 1);
		return { transcript: readFileSync(transcript, "utf8"), seconds };
	} finally {
		folder.remove();
	}
}

function describe({ transcript, seconds }: Played, durationSeconds: number): string {
	const turns = transcript.split("\n").length - 1;
	const unanswered = transcript.match(/ > -$/gm)?.length ?? 0;
	const digest = createHash("sha256").update(transcript).digest("hex").slice(0, 16);
	const pace = Number((durationSeconds / seconds).toPrecision(3));
	return (
		`${turns} turns, ${unanswered} without an answer; ${durationSeconds} s of meter time in ` +
		`${seconds.toFixed(0)} s, ${pace} times real time; SHA-256 ${digest}…`
	);
}

async function replay(options: Options): Promise<boolean> {
	const { scenario, durationSeconds } = read(options.file);
	const meters = scenario.meters?.length ?? 1;
	let first: string | undefined;
	for (let run = 1; run <= options.times; run++) {
		const played = await play(options, meters);
		console.log(`run ${run}: ${describe(played, durationSeconds)}`);
		first ??= played.transcript;
		const difference = differenceOf(first, played.transcript);
		if (difference === undefined) continue;
		console.error(`replay: runs 1 and ${run} differ\n${difference}`);
		return false;
	}
	return true;
}

/** Returns the exit code. */
export async function main(root: string, args: readonly string[]): Promise<number> {
	try {
		return (await replay(understand(root, args))) ? 0 : 1;
	} catch (error) {
		if (!(error instanceof Fault)) throw error;
		console.error(`replay: ${error.message}`);
		return error.exitCode;
	}
}
