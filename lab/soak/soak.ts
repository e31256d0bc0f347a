/**
 * Every kind of client at once on one bench with two meters: those that ask properly must get right
 * answers, whatever the others do, and memory must stay where it is.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { reasonOf } from "../../bench/fault.ts";
import { type RunningBench, startBench } from "../../testkit/bench.ts";
import { seeded } from "../fuzz/random.ts";
import { http, mbus, modbusRtu, modbusTcp, radio, type Soaker, writer } from "./masters.ts";
import { INSPECTED, type Memory, MemoryReader, residentOf } from "./memory.ts";
import { deaf, refused, rubbishOnMbus, rubbishOnRtu, rubbishOnTcp } from "./nuisances.ts";
import { type Score, scoreOf } from "./score.ts";

/** Options of the bench that is soaked. */
const BENCH = ["--meters", "2", "--calibrated", "no"] as const;

/** Starts a bench to be soaked; it ends after `limitMs`. */
export function startSoaked(limitMs?: number): Promise<RunningBench> {
	return startBench(BENCH, limitMs, INSPECTED);
}

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

/** Growth of the process that a garbage collector may leave between first and last third. */
const RESIDENT_LIMIT_BYTES = 48 << 20;

/** Readings of memory without garbage in a soak, and the longest time between them. */
const READINGS = 60;
const LONGEST_READING_S = 60;

/** Share of a soak that is its start: code is compiled, and buffers take their sizes. */
const START = 1 / 4;

/** Growth without garbage that counts as flat; in a short soak code is still being compiled. */
const KEPT_LIMIT_BYTES = 1 << 20;
const SHORT_S = 600;
const SHORT_KEPT_LIMIT_BYTES = 8 << 20;

/** Memory of the bench, and heap of the first meter's engine, bytes. */
interface Sample {
	readonly resident: number;
	readonly heap: number;
}

/** Memory after a collection of garbage. */
interface Reading extends Memory {
	readonly seconds: number;
}

export interface Soaked {
	readonly scores: readonly Score[];
	readonly samples: readonly Sample[];
	readonly readings: readonly Reading[];
	/** In words; empty: nothing is wrong. */
	readonly faults: readonly string[];
}

async function sample(bench: RunningBench): Promise<Sample> {
	const { body } = await bench.call("GET", "/api/engine");
	return {
		resident: residentOf(bench),
		heap: (body as { heapBytes: number }).heapBytes,
	};
}

/**
 * Soaks a bench of {@link startSoaked}.
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
	const watched = await watch(bench, seconds, signal, onSample);
	end.abort();
	await Promise.all(clients);
	faults.push(...scores.flatMap(faultsOf), ...growthOf(watched.samples));
	faults.push(...keptFaults(watched.readings, seconds));
	return { scores, ...watched, faults };
}

/** Reads memory until the soak is over. */
async function watch(
	bench: RunningBench,
	seconds: number,
	signal: AbortSignal,
	onSample: () => void,
): Promise<Pick<Soaked, "samples" | "readings">> {
	const samples: Sample[] = [];
	const readings: Reading[] = [];
	const reader = await MemoryReader.open(bench).catch(() => undefined);
	const beganMs = performance.now();
	const sinceS = (): number => (performance.now() - beganMs) / 1000;
	const intervalS = Math.min(seconds / READINGS, LONGEST_READING_S);
	// By the clock, since a sample of a busy machine takes longer than its interval.
	while (sinceS() < seconds && !signal.aborted) {
		await sleep(SAMPLE_MS);
		samples.push(await sample(bench).catch(() => ({ resident: 0, heap: 0 })));
		const due = sinceS() >= intervalS * (readings.length + 1);
		const memory = due ? await reader?.read(signal).catch(() => undefined) : undefined;
		if (memory) readings.push({ ...memory, seconds: sinceS() });
		onSample();
	}
	reader?.close();
	return { samples, readings };
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
	return grown > RESIDENT_LIMIT_BYTES ? [`the bench has grown by ${grown} bytes`] : [];
}

/** Growth of heap and external memory without garbage, by medians after the start. */
export function keptGrowthOf(readings: readonly Reading[]): number {
	const kept = readings
		.slice(Math.floor(readings.length * START))
		.map(({ heapUsed, external }) => heapUsed + external);
	const third = Math.floor(kept.length / 3);
	return third === 0 ? Number.NaN : median(kept.slice(-third)) - median(kept.slice(0, third));
}

function median(values: readonly number[]): number {
	return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function keptFaults(readings: readonly Reading[], seconds: number): string[] {
	const limit = seconds < SHORT_S ? SHORT_KEPT_LIMIT_BYTES : KEPT_LIMIT_BYTES;
	const grown = keptGrowthOf(readings);
	return grown <= limit ? [] : [`what the bench keeps has grown by ${grown} bytes of ${limit}`];
}
