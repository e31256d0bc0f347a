/**
 * `npm run torture [-- --case ID] [--cases N] [--scenario NAME]`: runs everything, N cuts, one
 * case, or one scenario.
 */
import { Presets, SingleBar } from "cli-progress";
import { LENGTH, SECTOR } from "../../bench/flash/chip.ts";
import type { AreaName } from "../../bench/flash/image.ts";
import { parsed } from "../options.ts";
import { allCases, caseOf, type Rehearsed, sampleOf } from "./cases.ts";
import { BITS, Damage } from "./damage.ts";
import { rehearse, torture } from "./run.ts";
import { FRAMES, LONG, QUALITY, SCENARIO, type Step } from "./scenario.ts";
import { LOSSES } from "./spoil.ts";

/** Areas without which the meter stops. */
const VITAL: readonly AreaName[] = ["energy", "settings", "calibration", "resets", "CT history"];

/** Bits flipped all over the image, and in both copies of each vital area. */
const RANDOM_BITS = 4000;
const BITS_IN_BOTH = 60;

/** Distance of pseudo-random bits: a prime that is not near a power of two. */
const STRIDE = 786_433;

/**
 * A check. Its identifier runs it again: `flip:BIT`, `lost:SECTOR:HOW`, `both:AREA:HOW`,
 * `bits:AREA:BIT`, `trail:HOW`.
 */
interface Check {
	readonly id: string;
	run(): string | undefined;
}

/** Rehearsed scenarios, and the image at the end of one. */
export interface Prepared {
	readonly scenarios: readonly Rehearsed[];
	readonly damage: Damage;
}

/** Scenarios by name. */
const SCENARIOS: Readonly<Record<string, readonly (readonly Step[])[]>> = {
	short: SCENARIO,
	long: LONG,
	frames: FRAMES,
	quality: QUALITY,
};

/**
 * Runs scenarios once to count their operations.
 * @throws RangeError if there is no such scenario
 */
export function rehearseAll(names: readonly string[] = Object.keys(SCENARIOS)): Rehearsed[] {
	return names.map((name) => {
		const scenario = SCENARIOS[name];
		if (!scenario)
			throw new RangeError(`no scenario ${name}: ${Object.keys(SCENARIOS).join(", ")}`);
		return { name, parts: rehearse(scenario).parts };
	});
}

/** Prepares cuts of all scenarios, and damage of the image at the end of the short one. */
export function prepare(): Prepared {
	return { scenarios: rehearseAll(), damage: new Damage(rehearse(SCENARIO).image) };
}

/**
 * Checks of a damaged image.
 * @param random number of bits all over the image
 * @param every every n-th of the bits in force
 */
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
		...LOSSES.map((loss) => ({ id: `trail:${loss}`, run: () => damage.loseTrail(loss) })),
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

/** Checks of cuts, all or about `count`. */
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

/**
 * Runs what the command line names. The process ends with 1 if something is wrong, with 2 on a bad
 * option.
 */
export async function main(arguments_: string[]): Promise<void> {
	try {
		process.exitCode = (await run(optionsOf(arguments_))) ? 0 : 1;
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		console.error(`torture: ${error.message}`);
		process.exitCode = 2;
	}
}

interface Options {
	/** The one case to run; undefined: all. */
	readonly caseId: string | undefined;
	/** Cuts to run; undefined: all. */
	readonly count: number | undefined;
	/** The one scenario to run; undefined: the default ones, and damaged images. */
	readonly scenario: string | undefined;
}

/** @throws RangeError that names the option */
function optionsOf(arguments_: string[]): Options {
	const { values } = parsed({
		args: arguments_,
		options: {
			case: { type: "string" },
			cases: { type: "string" },
			scenario: { type: "string" },
		},
	});
	const count = values.cases === undefined ? undefined : Number(values.cases);
	if (count !== undefined && !(Number.isInteger(count) && count > 0))
		throw new RangeError(`--cases: ${values.cases} is not a number of cases`);
	return { caseId: values.case, count, scenario: values.scenario };
}

/** @returns true if nothing is wrong */
async function run({ caseId, count, scenario }: Options): Promise<boolean> {
	if (caseId !== undefined) return runCase(caseId);
	const cuts = cutChecks(rehearseAll(scenario === undefined ? undefined : [scenario]), count);
	const failed = await runAll("cuts", cuts);
	const summary = [`${cuts.length} power cuts`];
	if (scenario === undefined) {
		const damaged = damageChecks(new Damage(rehearse(SCENARIO).image), RANDOM_BITS, 1);
		failed.push(...(await runAll("flipped bits and lost sectors", damaged)));
		summary.push(`${damaged.length} damaged images`);
	}
	for (const line of failed.slice(0, 20)) console.error(line);
	console.log(`${summary.join(", ")}: ${failed.length} failed`);
	return failed.length === 0;
}

/** Runs one case again. @throws RangeError if there is none with this identifier */
function runCase(id: string): boolean {
	const [name = ""] = id.split(":");
	const checks =
		name in SCENARIOS
			? cutChecks(rehearseAll([name]))
			: damageChecks(new Damage(rehearse(SCENARIO).image), RANDOM_BITS, 1);
	const check = checks.find((each) => each.id === id);
	if (!check) throw new RangeError(`--case: there is no case ${id}`);
	const complaint = check.run();
	console.log(`${id}: ${complaint ?? "nothing is wrong"}`);
	return complaint === undefined;
}

/**
 * Runs checks.
 * @returns a line for each that failed, with the option that runs it again
 */
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
		// Without a terminal, the progress bar draws itself by a timer.
		await new Promise((resolve) => setImmediate(resolve));
	}
	bar.stop();
	return failed;
}
