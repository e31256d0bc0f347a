/**
 * `npm run recordings -- DIR`: plays every recording that DIR/truth.json describes to the virtual
 * meter and compares what it reads with that truth. Exit code 0: all within the limits; 1: one is
 * not; 2: DIR cannot be judged.
 */
import { reasonOf } from "../../bench/fault.ts";
import {
	BENCH_LIMIT_MHZ,
	BENCH_LIMIT_PERCENT,
	judge,
	METER_LIMIT_MHZ,
	METER_LIMIT_PERCENT,
	type Verdict,
} from "./judge.ts";
import { readTruth, type SegmentTruth } from "./truth-file.ts";

/** Width of the first column. */
const WIDTH = 52;

const COLUMNS = "     V %     I %     P %   f mHz;     V %     I %     P %     Q %   f mHz";

const HEAD = "errors of the meter; of the bench's truth".padEnd(WIDTH) + COLUMNS;

function lineOf(
	{ recording, name }: SegmentTruth,
	{ meter, bench, withinLimits }: Verdict,
): string {
	const percent = (...errors: readonly number[]): string =>
		errors.map((error) => error.toFixed(3).padStart(8)).join("");
	const mHz = (error: number): string => error.toFixed(1).padStart(8);
	const ofMeter = percent(meter.voltagePercent, meter.currentPercent, meter.powerPercent);
	const ofBench = percent(
		bench.voltagePercent,
		bench.currentPercent,
		bench.powerPercent,
		bench.reactivePercent,
	);
	const title = `${recording}, ${name}`.slice(0, WIDTH).padEnd(WIDTH);
	const columns = `${ofMeter}${mHz(meter.frequencyMHz)};${ofBench}${mHz(bench.frequencyMHz)}`;
	return `${title}${columns}${withinLimits ? "" : "  outside the limits"}`;
}

async function main([folder, ...rest]: readonly string[]): Promise<number> {
	if (folder === undefined || rest.length > 0) {
		console.error("recordings: needs one folder with recordings and a truth.json");
		return 2;
	}
	try {
		return await judgeAll(folder, readTruth(folder));
	} catch (error) {
		console.error(`recordings: ${reasonOf(error).trim()}`);
		return 2;
	}
}

/** Returns the exit code. */
async function judgeAll(folder: string, segments: readonly SegmentTruth[]): Promise<number> {
	console.log(HEAD);
	let outside = 0;
	for (const segment of segments) {
		const verdict = await judge(folder, segment);
		if (!verdict.withinLimits) outside++;
		console.log(lineOf(segment, verdict));
	}
	console.log(
		`${segments.length - outside} of ${segments.length} segments ` +
			`within ${METER_LIMIT_PERCENT} % and ${METER_LIMIT_MHZ} mHz (meter), ` +
			`${BENCH_LIMIT_PERCENT} % and ${BENCH_LIMIT_MHZ} mHz (bench)`,
	);
	return outside === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
