/**
 * `npm run scan [-- --meters N]`: libmbus scans the secondary addresses of N meters on one line, in
 * real time; 60 meters unless given. Exit code 1 unless it finds all of them.
 */
import { reasonOf } from "../../bench/fault.ts";
import { startBench } from "../../testkit/bench.ts";
import { withLibmbus } from "../../testkit/mbus-master.ts";
import { parsed } from "../options.ts";

/** Time-out of a request: libmbus waits for it wherever no meter answers. */
const TIMEOUT_MS = 1000;

/** Longest life of the bench. */
const LIMIT_MS = 3_600_000;

/** Most meters on one line (docs/bench.md). */
const MOST_METERS = 247;

/** @throws RangeError that names the option */
function metersOf(args: readonly string[]): number {
	const { values } = parsed({ args: [...args], options: { meters: { type: "string" } } });
	const meters = Number(values.meters ?? 60);
	if (!Number.isInteger(meters) || meters < 1 || meters > MOST_METERS)
		throw new RangeError(`--meters takes a number from 1 to ${MOST_METERS}`);
	return meters;
}

/** Returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
	let meters: number;
	try {
		meters = metersOf(args);
	} catch (error) {
		console.error(`scan: ${reasonOf(error)}`);
		return 2;
	}
	const bench = await startBench(["--meters", `${meters}`, "--calibrated", "no"], LIMIT_MS);
	try {
		const began = performance.now();
		const found = new Set(
			await withLibmbus(bench, TIMEOUT_MS, (master) => master.scanSecondaryAsync()),
		);
		const seconds = (performance.now() - began) / 1000;
		console.log(`${found.size} of ${meters} meters found in ${seconds.toFixed(1)} s`);
		return found.size === meters ? 0 : 1;
	} finally {
		const { stderr } = await bench.stop();
		if (stderr !== "") console.error(stderr.trim());
	}
}
