/** `npm run accuracy`: examines meters and writes the report. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { reasonOf } from "../../bench/fault.ts";
import { figuresOf } from "./curves.ts";
import { documentWith } from "./document.ts";
import { CHECKS, stepsOf, wholeProgram } from "./examine.ts";
import { fixed } from "./format.ts";
import { type Options, parseOptions, USAGE } from "./options.ts";
import { pageOf } from "./page.ts";
import { progressOf } from "./progress.ts";
import { qualityMain } from "./quality/main.ts";
import { type AccuracyReport, reportOf } from "./report.ts";
import { verdictWords } from "./tables.ts";
import type { Paths } from "./worker-process.ts";
import { examineAll } from "./workers.ts";

/** Serial numbers of the first meters; further ones are drawn from them. */
const METERS = [12345678, 20250001, 31415926, 87654321, 40404040, 99990001, 53268, 52672, 44847];

/** Step from one further serial number to the next: a prime, so that none comes twice. */
const STRIDE = 15_485_863;

/** The meters of a report. */
function serialNumbers(count: number): number[] {
	return Array.from(
		{ length: count },
		(_, index) => METERS[index] ?? (STRIDE * (index + 1)) % 100_000_000,
	);
}

/**
 * Examines all meters. Returns the exit code: 1 if an aim is missed by more than is documented, or
 * a limit is exceeded; 2 for a wrong option.
 * @param root of the repository
 * @param worker bundle of worker-process.ts
 */
export async function main(
	root: string,
	worker: string,
	paths: Paths,
	args: readonly string[],
): Promise<number> {
	if (args[0] === "quality") return qualityMain(root, paths, args.slice(1), serialNumbers);
	let options: Options | undefined;
	try {
		options = parseOptions(args);
	} catch (error) {
		console.error(`accuracy: ${reasonOf(error)}`);
		return 2;
	}
	if (!options) {
		console.log(USAGE);
		return 0;
	}
	const program = wholeProgram();
	const meters = serialNumbers(options.meters);
	const progress = progressOf(meters.length * stepsOf(program));
	try {
		const examinations = await examineAll(worker, paths, meters, options.workers, progress.step);
		const report = reportOf(program, CHECKS, examinations);
		progress.end();
		write(root, report, options.docs);
		return verdictOf(report);
	} catch (error) {
		progress.end();
		console.error(`accuracy: ${reasonOf(error)}`);
		return 1;
	}
}

function write(root: string, report: AccuracyReport, docs: boolean): void {
	const folder = join(root, "build/accuracy");
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, "accuracy.json"), `${JSON.stringify(report)}\n`);
	writeFileSync(join(folder, "index.html"), pageOf(report));
	if (!docs) return;
	for (const { name, svg } of figuresOf(report))
		writeFileSync(join(root, `docs/accuracy/${name}.svg`), svg);
	const page = join(root, "docs/accuracy.md");
	writeFileSync(page, documentWith(readFileSync(page, "utf8"), report));
}

/** Prints the aims; returns the exit code. */
function verdictOf({ aims, findings }: AccuracyReport): number {
	for (const aim of aims) {
		const { title, unit, limit, worst, worstWithoutStation } = aim;
		const own = fixed(worstWithoutStation?.value, 3);
		console.log(
			`${title}: ${fixed(worst?.value, 3)} ${unit}, ${own} without the station's part, ` +
				`aim ${limit}: ${verdictWords(aim)}`,
		);
	}
	const exceeded = findings.filter(({ worst, limit }) => !(Math.abs(worst) <= limit));
	for (const { test, unit, worst, limit } of exceeded)
		console.error(`${test}: ${worst} ${unit}, at most ${limit}`);
	console.log("build/accuracy/index.html\nbuild/accuracy/accuracy.json");
	return exceeded.length > 0 || aims.some(({ verdict }) => verdict === "fails") ? 1 : 0;
}
