/** `npm run fuzz [-- --frames N] [--seed S]`: ten million frames, or N; prints the seed of a batch that fails. */
import { parseArgs } from "node:util";
import { Presets, SingleBar } from "cli-progress";
import { BATCH, runBatch } from "./fuzz.ts";

const FRAMES = 10_000_000;

/** Runs the fuzzer; the process' exit code says what came of it. */
export function main({ engine, firmware }: { engine: string; firmware: string }, arguments_: string[]): void {
	const { values } = parseArgs({
		args: arguments_,
		options: { frames: { type: "string" }, seed: { type: "string" } },
	});
	const frames = Number(values.frames ?? FRAMES);
	const seed = Number(values.seed ?? 1);
	if (!Number.isInteger(frames) || frames < 1 || !Number.isInteger(seed)) {
		console.error("fuzz: --frames and --seed take whole numbers");
		process.exitCode = 2;
		return;
	}
	const bar = new SingleBar(
		{ format: "{bar} {value}/{total} frames, {eta_formatted} left" },
		Presets.shades_classic,
	);
	bar.start(frames, 0);
	let peakHeap = 0;
	for (let done = 0, batch = 0; done < frames; done += BATCH, batch++) {
		const result = runBatch(engine, firmware, seed + batch, Math.min(BATCH, frames - done));
		if (result.fault !== undefined) {
			bar.stop();
			console.error(`fuzz: seed ${seed + batch}: ${result.fault}`);
			process.exitCode = 1;
			return;
		}
		peakHeap = Math.max(peakHeap, result.peakHeap);
		bar.update(Math.min(frames, done + BATCH));
	}
	bar.stop();
	console.log(`${frames} frames: no crash, no setting changed, every check answered`);
	console.log(`most heap ever in use: ${(peakHeap / 1024).toFixed(0)} KB`);
}
