/**
 * Every kind of client at once on one bench with two meters: those that ask properly must get right
 * answers, whatever the others do, and memory must stay where it is.
 */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { reasonOf } from "../../bench/fault.ts";
import type { RunningBench } from "../../testkit/bench.ts";
import { seeded } from "../fuzz/random.ts";
import { http, mbus, modbusRtu, modbusTcp, radio, type Soaker, writer } from "./masters.ts";
import { deaf, refused, rubbishOnMbus, rubbishOnRtu, rubbishOnTcp } from "./nuisances.ts";
import { type Score, scoreOf } from "./score.ts";

/** Options of the bench that is soaked. */
export const BENCH = ["--meters", "2", "--calibrated", "no"] as const;

/** Clients by name, and how many of each. */
const CLIENTS: readonly (readonly [string, number, (soaker: Soaker) => Promise<void>])[] = [
	["Modbus TCP", 3, modbusTcp],
	["Modbus RTU over TCP", 2, modbusRtu],
	["a setting written and read", 1, writer],
	["M-Bus", 2, mbus],
	["Bluetooth", 2, radio],
	["HTTP", 2, http],
	["rubbish on RTU", 1, rubbishOnRtu],
	["rubbish on Modbus TCP", 2, rubbishOnTcp],
	["rubbish on M-Bus", 1, rubbishOnMbus],
	["refused on HTTP", 2, refused],
	["panels that do not read", 2, deaf],
];

const SAMPLE_MS = 1000;

/** Growth that a garbage collector may leave between the first and the last third. */
const GROWTH_LIMIT_BYTES = 48 << 20;

/** Memory of the bench, and heap of the first meter's engine, bytes. */
interface Sample {
	readonly resident: number;
	readonly heap: number;
}

export interface Soaked {
	readonly scores: readonly Score[];
	readonly samples: readonly Sample[];
	/** In words; empty: nothing is wrong. */
	readonly faults: readonly string[];
}

async function sample(bench: RunningBench): Promise<Sample> {
	const status = readFileSync(`/proc/${bench.process.pid}/status`, "utf8");
	const { body } = await bench.call("GET", "/api/engine");
	return {
		resident: 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]),
		heap: (body as { heapBytes: number }).heapBytes,
	};
}

/**
 * Soaks a bench that was started with {@link BENCH}.
 * @param onSample told after each second
 */
export async function soak(
	bench: RunningBench,
	seconds: number,
	seed: number,
	onSample: () => void = () => {},
): Promise<Soaked> {
	const end = new AbortController();
	const { signal } = end;
	const faults: string[] = [];
	const scores = CLIENTS.map(([name]) => scoreOf(name));
	const clients = CLIENTS.flatMap(([name, count, run], kind) =>
		Array.from({ length: count }, async (_, index) => {
			const score = scores[kind] ?? scoreOf(name);
			const random = seeded(seed + 100 * kind + index);
			while (!signal.aborted)
				await run({ bench, score, signal, random }).catch((error: unknown) => {
					faults.push(`${name}: ${reasonOf(error)}`);
					end.abort();
				});
		}),
	);
	bench.ended.then(({ code, stderr }) => {
		if (!signal.aborted) faults.push(`the bench ended with exit code ${code}: ${stderr}`);
		end.abort();
	});
	const samples: Sample[] = [];
	const endMs = performance.now() + 1000 * seconds;
	// By the clock, since a sample of a busy machine takes longer than its interval.
	while (performance.now() < endMs && !signal.aborted) {
		await sleep(SAMPLE_MS);
		samples.push(await sample(bench).catch(() => ({ resident: 0, heap: 0 })));
		onSample();
	}
	end.abort();
	await Promise.all(clients);
	faults.push(...scores.flatMap(faultsOf), ...growthOf(samples));
	return { scores, samples, faults };
}

function faultsOf({ client, right, wrong, lost, complaint }: Score): string[] {
	if (right === 0) return [`${client}: no right answer`];
	return wrong + lost === 0 ? [] : [`${client}: ${wrong} wrong, ${lost} lost, first ${complaint}`];
}

function growthOf(samples: readonly Sample[]): string[] {
	const third = Math.floor(samples.length / 3);
	const most = (part: readonly Sample[]): number =>
		Math.max(...part.map(({ resident }) => resident));
	const least = Math.min(...samples.slice(-third).map(({ resident }) => resident));
	const grown = third === 0 ? 0 : least - most(samples.slice(0, 2 * third));
	return grown > GROWTH_LIMIT_BYTES ? [`the bench has grown by ${grown} bytes`] : [];
}
