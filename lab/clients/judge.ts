/** Compares what a client reads with what the meter reads. */
import { execFileSync } from "node:child_process";
import type { Readings } from "../../bench/readings/readings.ts";
import { temporaryDirectory } from "../../bench/temporary.ts";
import { ROOT, type RunningBench } from "../../testkit/bench.ts";
import type { Client, Setting, Values } from "./client.ts";

/** Steps of what a client prints and of the readings' last digits: relative, and in the unit. */
const RELATIVE = 0.0005;
const ABSOLUTE: Readonly<Record<string, number>> = {
	W: 0.6,
	var: 0.6,
	VA: 0.6,
	Wh: 0.6,
	varh: 0.6,
};
const SMALLEST = 0.01;

async function readingsOf(bench: RunningBench): Promise<Readings> {
	const { status, body } = await bench.call("GET", "/api/readings");
	if (status !== 200) throw new Error(JSON.stringify(body));
	return (body as { readings: Readings }).readings;
}

/** Values that are not what the meter read before or after, or between these. */
function wrong(values: Values, before: Readings, after: Readings): string[] {
	return [...values].flatMap(([name, value]) => {
		const [first, second] = [before, after].map((all) => all[name as keyof Readings]);
		const bounds = [Number(first?.value), Number(second?.value)];
		const slack = Math.max(...bounds.map(Math.abs)) * RELATIVE;
		const step = slack + (ABSOLUTE[first?.unit ?? ""] ?? SMALLEST);
		const isRight = value >= Math.min(...bounds) - step && value <= Math.max(...bounds) + step;
		return isRight ? [] : [`${name} ${value}, the meter: ${bounds.join(" to ")}`];
	});
}

/** Exports as a user prints them. */
function exporterOf({ tcpPort }: RunningBench): Setting["exported"] {
	return (what) => {
		const args = ["scripts/boot.mjs", "export", what, "--port", `${tcpPort}`];
		return execFileSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
	};
}

/** Lets a client read; returns a line for the table, and true if all of it is right. */
export async function judge(
	client: Client,
	bench: RunningBench,
	exported = exporterOf(bench),
): Promise<readonly [string, boolean]> {
	const folder = temporaryDirectory();
	try {
		const before = await readingsOf(bench);
		const values = await client.read({ bench, folder: folder.path, exported });
		const faults = wrong(values, before, await readingsOf(bench));
		if (values.size === 0) return ["reads nothing", false];
		return faults.length === 0
			? [`${values.size} values, all right`, true]
			: [`${faults.length} of ${values.size} values are wrong: ${faults[0]}`, false];
	} catch (error) {
		return [
			error instanceof Error ? error.message.split("\n").slice(0, 3).join(" ") : `${error}`,
			false,
		];
	} finally {
		folder.remove();
	}
}
