/**
 * `npm run scan [-- --meters N]`: libmbus scans the secondary addresses of N meters on one line, in
 * real time; 60 meters unless given. Exit code 1 unless it finds all of them.
 */
import { parseArgs } from "node:util";
import { startBench } from "../../testkit/bench.ts";
import { withLibmbus } from "../../testkit/mbus-master.ts";

/** Time-out of a request: libmbus waits for it wherever no meter answers. */
const TIMEOUT_MS = 1000;

/** Longest life of the bench. */
const LIMIT_MS = 3_600_000;

/** Most meters on one line (docs/bench.md). */
const MOST_METERS = 247;

/** Returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
	const { values } = parseArgs({ args: [...args], options: { meters: { type: "string" } } });
	const meters = Number(values.meters ?? 60);
	if (!Number.isInteger(meters) || meters < 1 || meters > MOST_METERS) {
		console.error(`scan: --meters takes a number from 1 to ${MOST_METERS}`);
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
