/** `npm run torture [-- --case ID] [--cases N]`: the whole of it, N cuts of it, or one case again. */
import { parseArgs } from "node:util";
import { Presets, SingleBar } from "cli-progress";
import { LENGTH, SECTOR } from "../../bench/flash/chip.ts";
import type { AreaName } from "../flash-dump/image.ts";
import { allCases, caseOf, type Rehearsed, sampleOf } from "./cases.ts";
import { BITS, Damage, LOSSES } from "./damage.ts";
import { rehearse, torture } from "./run.ts";
import { LONG, SCENARIO } from "./scenario.ts";

/** Areas that the meter stops without. */
const VITAL: readonly AreaName[] = ["energy", "settings", "calibration", "resets", "CT history"];

/** Bits that are flipped all over the image, and in both copies of each vital area. */
const RANDOM_BITS = 4000;
const BITS_IN_BOTH = 60;

/** Distance of bits that are as good as random: prime, and no power of two near it. */
const STRIDE = 786_433;

/** A check with its name, which runs it again: `flip:BIT`, `lost:SECTOR:HOW`, `both:AREA:HOW`, `bits:AREA:BIT`. */
interface Check {
	readonly id: string;
	run(): string | undefined;
}

/** What is tortured: the scenarios, and the image at the end of one. */
export interface Prepared {
	readonly scenarios: readonly Rehearsed[];
	readonly damage: Damage;
}

/** Runs the scenarios once, to know what can be done to them. */
export function prepare(): Prepared {
	const short = rehearse(SCENARIO);
	const long = rehearse(LONG);
	return {
		scenarios: [
			{ name: "short", parts: short.parts },
			{ name: "long", parts: long.parts },
		],
		damage: new Damage(short.image),
	};
}

/** Checks of an image that has suffered. @param random bits all over the image @param every n-th of the bits in force */
export function damageChecks(damage: Damage, random: number, every: number): Check[] {
	const live = damage.liveBits().filter((_, i) => i % every === 0);
	const anywhere = Array.from({ length: random }, (_, i) => (i * STRIDE) % BITS);
	const sectors = Array.from({ length: LENGTH / SECTOR }, (_, sector) => sector);
	return [
		...[...live, ...anywhere].map((bit) => ({ id: `flip:${bit}`, run: () => damage.flip(bit) })),
		...sectors.flatMap((sector) =>
			LOSSES.map((loss) => ({
				id: `lost:${sector}:${loss}`,
				run: () => damage.lose(sector, loss),
			})),
		),
		...VITAL.flatMap((area) => [
			...LOSSES.map((loss) => ({
				id: `both:${area}:${loss}`,
				run: () => damage.loseBoth(area, loss),
			})),
			...Array.from({ length: BITS_IN_BOTH }, (_, i) => ({
				id: `bits:${area}:${i * 17}`,
				run: () => damage.flipBoth(area, i * 17),
			})),
		]),
	];
}

/** Checks of cuts. */
export function cutChecks(
	scenarios: readonly Rehearsed[],
	count = Number.POSITIVE_INFINITY,
): Check[] {
	return sampleOf(allCases(scenarios), count).map((id) => ({
		id,
		run: () => {
			const { part, cuts } = caseOf(id, scenarios);
			return torture(part, cuts);
		},
	}));
}

/** Runs it; the process' exit code says what came of it. */
export async function main(arguments_: string[]): Promise<void> {
	const { values } = parseArgs({
		args: arguments_,
		options: { case: { type: "string" }, cases: { type: "string" } },
	});
	const { scenarios, damage } = prepare();
	const damaged = damageChecks(damage, RANDOM_BITS, 1);
	if (values.case !== undefined) {
		const known = [...cutChecks(scenarios), ...damaged].find(({ id }) => id === values.case);
		const complaint = known ? known.run() : "there is no such case";
		console.log(`${values.case}: ${complaint ?? "nothing is wrong"}`);
		process.exitCode = complaint ? 1 : 0;
		return;
	}
	const cuts = cutChecks(scenarios, values.cases === undefined ? undefined : Number(values.cases));
	const failed = [
		...(await runAll("cuts", cuts)),
		...(await runAll("flipped bits and lost sectors", damaged)),
	];
	for (const line of failed.slice(0, 20)) console.error(line);
	console.log(
		`${cuts.length} power cuts, ${damaged.length} damaged images: ${failed.length} failed`,
	);
	process.exitCode = failed.length > 0 ? 1 : 0;
}

/** @returns a line for each that failed, which begins with what runs it again */
async function runAll(what: string, checks: readonly Check[]): Promise<string[]> {
	const format = `{bar} {value}/{total} ${what}, {eta_formatted} left, {failures} failed`;
	const bar = new SingleBar(
		{ format, noTTYOutput: true, notTTYSchedule: 10_000 },
		Presets.shades_classic,
	);
	const failed: string[] = [];
	bar.start(checks.length, 0, { failures: 0 });
	for (const { id, run } of checks) {
		const complaint = run();
		if (complaint !== undefined) failed.push(`--case ${id}: ${complaint}`);
		bar.increment(1, { failures: failed.length });
		// Where there is no terminal the bar draws itself by a timer.
		await new Promise((resolve) => setImmediate(resolve));
	}
	bar.stop();
	return failed;
}
