/** `npm run accuracy`: examines one meter after the other and writes the report. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SingleBar } from "cli-progress";
import { program } from "../../bench/meter/launch.ts";
import { type Examination, examine, stepsOf, WHOLE_PROGRAM } from "./examine.ts";
import { figuresOf } from "./figures.ts";
import { reportOf } from "./report.ts";
import { faults } from "./verdict.ts";

/** Paths that an examination needs. */
export interface Paths {
	root: string;
	/** The engine and the firmware's bundle. */
	engine: string;
	firmware: string;
}

/** Serial numbers of the meters. */
const METERS = [12345678, 20250001, 31415926, 87654321];

/** Examines all meters. Returns the exit code: 1 if a result exceeds its limit. */
export async function main({ root, engine, firmware }: Paths): Promise<number> {
	const command = program(engine, [firmware]);
	const bar = new SingleBar({
		format: "{bar} {percentage} % | meter {meter} | {eta_formatted} left",
		noTTYOutput: true,
		notTTYSchedule: 10_000,
	});
	bar.start(METERS.length * stepsOf(WHOLE_PROGRAM), 0, { meter: METERS[0] });
	const examinations: Examination[] = [];
	try {
		for (const serialNumber of METERS) {
			bar.update({ meter: serialNumber });
			examinations.push(await examine(command, serialNumber, WHOLE_PROGRAM, () => bar.increment()));
		}
	} finally {
		bar.stop();
	}
	const figures = figuresOf(examinations);
	mkdirSync(join(root, "docs/accuracy"), { recursive: true });
	for (const { name, svg } of figures) writeFileSync(join(root, `docs/accuracy/${name}.svg`), svg);
	writeFileSync(join(root, "docs/accuracy.md"), reportOf(examinations, figures));
	const wrong = examinations.flatMap(({ serialNumber, outcomes, findings }) =>
		faults(outcomes, findings).map((fault) => `meter ${serialNumber}: ${fault}`),
	);
	for (const fault of wrong) console.error(fault);
	console.log("docs/accuracy.md");
	return wrong.length === 0 ? 0 : 1;
}
