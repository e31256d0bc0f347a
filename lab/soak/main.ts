/**
 * `npm run soak [-- --minutes N] [--seed S]`: every kind of client at once for N minutes (60 unless
 * given); prints what they were answered. Exit code 1 if anything was wrong.
 */
import { Presets, SingleBar } from "cli-progress";
import { reasonOf } from "../../bench/fault.ts";
import { parsed } from "../options.ts";
import { withoutRemarks } from "./memory.ts";
import { keptGrowthOf, type Soaked, soak, startSoaked } from "./soak.ts";

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;

/** Time to start and end, beyond that of the soak. */
const MARGIN_MS = 300_000;

function understand(args: readonly string[]): { minutes: number; seed: number } {
	const { values } = parsed({
		args: [...args],
		options: { minutes: { type: "string" }, seed: { type: "string" } },
	});
	const minutes = Number(values.minutes ?? 60);
	const seed = Number(values.seed ?? 1);
	if (!(minutes > 0) || !Number.isFinite(minutes)) throw new Error("--minutes takes a number");
	if (!Number.isInteger(seed)) throw new Error("--seed takes a whole number");
	return { minutes, seed };
}

/** Rows of the table of memory. */
const ROWS = 12;

function print({ scores, samples, readings, faults }: Soaked): void {
	console.log(`${"client".padEnd(28)}${["right", "wrong", "lost"].map(pad).join("")}`);
	for (const { client, right, wrong, lost } of scores)
		console.log(`${client.padEnd(28)}${[right, wrong, lost].map(pad).join("")}`);
	printMemory(readings);
	const half = Math.floor(samples.length / 2);
	for (const [name, part] of [
		["first half", samples.slice(0, half)],
		["second half", samples.slice(half)],
	] as const) {
		const most = (of: (each: (typeof part)[number]) => number): string =>
			megabytes(Math.max(0, ...part.map(of)));
		const memory = `${most(({ resident }) => resident)} in the bench`;
		console.log(`most memory, ${name}: ${memory}, ${most(({ heap }) => heap)} heap in the meter`);
	}
	for (const fault of faults) console.error(`soak: ${fault}`);
}

/** Prints what the bench keeps when all garbage has been collected. */
function printMemory(readings: Soaked["readings"]): void {
	console.log(`\n${["seconds", "heap MB", "external MB", "resident MB"].map(widePad).join("")}`);
	const step = Math.max(1, Math.floor(readings.length / ROWS));
	for (const [i, { seconds, heapUsed, external, resident }] of readings.entries()) {
		if (i % step !== step - 1) continue;
		const sizes = [heapUsed, external, resident].map((bytes) => (bytes / 2 ** 20).toFixed(2));
		console.log([seconds.toFixed(0), ...sizes].map(widePad).join(""));
	}
	const grown = keptGrowthOf(readings) / 2 ** 20;
	console.log(`growth of heap and external memory after the start: ${grown.toFixed(2)} MB\n`);
}

const widePad = (value: string): string => value.padStart(14);
const pad = (value: number | string): string => String(value).padStart(9);

/** Returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
	let options: ReturnType<typeof understand>;
	try {
		options = understand(args);
	} catch (error) {
		console.error(`soak: ${reasonOf(error)}`);
		return 2;
	}
	const seconds = Math.max(1, Math.round(options.minutes * 60));
	const bench = await startSoaked(1000 * seconds + MARGIN_MS);
	const bar = new SingleBar({ format: "soak {bar} {value}/{total} s" }, Presets.shades_classic);
	bar.start(seconds, 0);
	const soaked = await soak(bench, seconds, options.seed, () => bar.increment());
	bar.stop();
	const { code, stderr } = await bench.stop();
	print(soaked);
	const said = withoutRemarks(stderr).trim();
	if (said !== "") console.error(`soak: the bench said: ${said}`);
	if (code !== 0) console.error(`soak: the bench ended with exit code ${code}`);
	return soaked.faults.length === 0 && code === 0 ? 0 : 1;
}
