/** `npm run accuracy -- quality`: examines the power quality of meters, and writes the report. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { reasonOf } from "../../../bench/fault.ts";
import { compiledConversion } from "../../../bench/front-end/compiled.ts";
import { program } from "../../../bench/meter/launch.ts";
import { parsed } from "../../options.ts";
import { withFigures } from "../document.ts";
import { short } from "../format.ts";
import { count } from "../options.ts";
import { progressOf } from "../progress.ts";
import type { Paths } from "../worker-process.ts";
import { qualityPlots } from "./curves.ts";
import { examineQuality, qualitySteps, WHOLE } from "./examine.ts";
import type { Finding } from "./figure.ts";
import { type QualityReport, qualityReportOf } from "./report.ts";
import { documentLines } from "./tables.ts";

const MARK = "npm run accuracy -- quality --docs";

/**
 * Examines the meters one after the other. Returns the exit code: 1 if an aim is missed by more
 * than is documented, 2 for a wrong option.
 * @param root of the repository
 * @param serialNumbers makes as many as are wanted
 */
export async function qualityMain(
	root: string,
	paths: Paths,
	args: readonly string[],
	serialNumbers: (count: number) => readonly number[],
): Promise<number> {
	let exitCode = 2;
	try {
		const { values } = parsed({
			args: [...args],
			options: {
				meters: { type: "string", default: "3" },
				docs: { type: "boolean", default: false },
			},
		});
		const meters = serialNumbers(count("meters", values.meters));
		exitCode = 1;
		const report = await examineAll(paths, meters);
		write(root, report, values.docs);
		return verdictOf(report);
	} catch (error) {
		console.error(`accuracy: ${reasonOf(error)}`);
		return exitCode;
	}
}

async function examineAll(paths: Paths, meters: readonly number[]): Promise<QualityReport> {
	const engine = program(paths.engine, [paths.firmware]);
	const conversion = compiledConversion(readFileSync(paths.frontEnd));
	const { step, end } = progressOf(meters.length * qualitySteps(WHOLE));
	const findings: Finding[] = [];
	try {
		for (const meter of meters)
			findings.push(
				...(await examineQuality(engine, conversion, meter, WHOLE, (what) => step(meter, what))),
			);
	} finally {
		end();
	}
	return qualityReportOf(meters, findings);
}

function write(root: string, report: QualityReport, docs: boolean): void {
	const folder = join(root, "build/accuracy");
	mkdirSync(folder, { recursive: true });
	const json = `${JSON.stringify(report, undefined, "\t")}\n`;
	writeFileSync(join(folder, "quality.json"), json);
	writeFileSync(join(folder, "quality.md"), `${documentLines(report).join("\n")}`);
	for (const { name, svg } of qualityPlots(report)) {
		writeFileSync(join(folder, `${name}.svg`), svg);
		if (docs) writeFileSync(join(root, `docs/accuracy/${name}.svg`), svg);
	}
	if (!docs) return;
	writeFileSync(join(root, "docs/accuracy/quality.json"), json);
	const page = join(root, "docs/power-quality.md");
	writeFileSync(page, withFigures(readFileSync(page, "utf8"), MARK, documentLines(report)));
}

/** Prints the figures; returns the exit code. */
function verdictOf({ figures }: QualityReport): number {
	for (const { title, unit, mean, worst, where, aim, verdict } of figures)
		console.log(
			`${title}: mean ${short(mean)}, worst ${short(worst, 3)} ${unit} (${where})` +
				`${aim === null ? "" : `, aim ${aim}: ${verdict}`}`,
		);
	console.log("build/accuracy/quality.md\nbuild/accuracy/quality.json");
	return figures.some(({ verdict }) => verdict === "fails") ? 1 : 0;
}
