/**
 * `npm run fuzz [-- --frames N] [--seed S] [--only Modbus|M-Bus|Bluetooth]`: ten million Modbus
 * frames, five million M-Bus frames and a million GATT operations, or N of each. Prints the seed of
 * a batch that fails. One engine runs on each core.
 */
import { availableParallelism } from "node:os";
import { Presets, SingleBar } from "cli-progress";
import { reasonOf } from "../../bench/fault.ts";
import { parsed } from "../options.ts";
import { BATCH, type BatchResult, type Campaign, runBatch } from "./fuzz.ts";
import { GATT } from "./gatt.ts";
import { MBUS } from "./mbus.ts";
import { MODBUS } from "./modbus.ts";

/** Paths of the engine and of the firmware. */
interface Subjects {
	engine: string;
	firmware: string;
}

const CAMPAIGNS: readonly { name: string; campaign: Campaign; frames: number }[] = [
	{ name: "Modbus", campaign: MODBUS, frames: 10_000_000 },
	{ name: "M-Bus", campaign: MBUS, frames: 5_000_000 },
	{ name: "Bluetooth", campaign: GATT, frames: 1_000_000 },
];

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(0)} KB`;

/** Runs all batches of a campaign. Returns true if nothing went wrong. */
async function run(
	{ engine, firmware }: Subjects,
	name: string,
	campaign: Campaign,
	frames: number,
	seed: number,
): Promise<boolean> {
	const bar = new SingleBar(
		{ format: `${name} {bar} {value}/{total} frames, {eta_formatted} left` },
		Presets.shades_classic,
	);
	bar.start(frames, 0);
	const results: BatchResult[] = [];
	const batches = Array.from({ length: Math.ceil(frames / BATCH) }, (_, index) => index).values();
	const work = async (): Promise<void> => {
		for (const batch of batches) {
			let sent = 0;
			const onProgress = (now: number): void => {
				bar.increment(now - sent);
				sent = now;
			};
			const size = Math.min(BATCH, frames - batch * BATCH);
			const result = await runBatch(engine, firmware, campaign, seed + batch, size, onProgress);
			if (result.fault !== undefined) result.fault = `seed ${seed + batch}: ${result.fault}`;
			results.push(result);
			if (result.fault !== undefined) return;
		}
	};
	await Promise.all(Array.from({ length: availableParallelism() }, work));
	bar.stop();
	const faults = results.flatMap(({ fault }) => fault ?? []);
	for (const fault of faults) console.error(`fuzz: ${name}: ${fault}`);
	if (faults.length > 0) return false;
	console.log(`${name}: ${frames} frames: no crash, no setting changed, every check answered`);
	const [first, second] = ([0, 1] as const).map((half) =>
		Math.max(...results.map(({ lowestHeap }) => lowestHeap[half])),
	);
	// A short run asks for the heap in one half of its batch only.
	if (Number.isFinite(first) && Number.isFinite(second)) {
		const halves = [`${kilobytes(first)} in the first`, `${kilobytes(second)} in the second`];
		console.log(`lowest heap in use, at most, by halves of a batch: ${halves.join(", ")}`);
	}
	console.log(
		`most heap ever in use: ${kilobytes(Math.max(...results.map(({ peakHeap }) => peakHeap)))}`,
	);
	return true;
}

interface Options {
	/** Frames of each campaign; undefined: each campaign's own number. */
	frames: number | undefined;
	seed: number;
	chosen: typeof CAMPAIGNS;
}

/** @throws Error of one line that names the bad option */
function understand(arguments_: string[]): Options {
	const { values } = parsed({
		args: arguments_,
		options: { frames: { type: "string" }, seed: { type: "string" }, only: { type: "string" } },
	});
	const seed = Number(values.seed ?? 1);
	const frames = values.frames === undefined ? undefined : Number(values.frames);
	if (
		(frames !== undefined && !(Number.isInteger(frames) && frames >= 1)) ||
		!Number.isInteger(seed)
	)
		throw new Error("--frames and --seed take whole numbers");
	const chosen = CAMPAIGNS.filter(({ name }) => values.only === undefined || values.only === name);
	if (chosen.length === 0)
		throw new Error(`--only takes one of ${CAMPAIGNS.map(({ name }) => name).join(", ")}`);
	return { frames, seed, chosen };
}

/** Runs the fuzzer. The process ends with 1 if a batch fails, with 2 on a bad option. */
export async function main(subjects: Subjects, arguments_: string[]): Promise<void> {
	let options: Options;
	try {
		options = understand(arguments_);
	} catch (error) {
		console.error(`fuzz: ${reasonOf(error)}`);
		process.exitCode = 2;
		return;
	}
	for (const { name, campaign, frames } of options.chosen)
		if (!(await run(subjects, name, campaign, options.frames ?? frames, options.seed)))
			process.exitCode = 1;
}
