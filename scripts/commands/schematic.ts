/**
 * `npm run schematic`: draws the schematic from hardware/, has KiCad check it, and exports netlist,
 * bill of material and pages. `npm run schematic -- simulate` prints what ngspice finds about it.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../engine/root.ts";
import { bomFile, ordersOf } from "../../hardware/bom.ts";
import { compareWithKicad } from "../../hardware/kicad-library.ts";
import { type Netlist, normalized, readNetlist } from "../../hardware/netlist.ts";
import { checksumOf, type Outputs, PLACES } from "../../hardware/outputs.ts";
import { projectFiles, SHEETS } from "../../hardware/project.ts";
import { simulateFrontEnd } from "../../hardware/simulation/front-end.ts";
import { simulationTable } from "../../hardware/simulation/report.ts";
import { simulateSupply } from "../../hardware/simulation/supply.ts";
import { replaceFile } from "../files.ts";
import { kicadVersion } from "../setup/kicad.ts";

const TIME_LIMIT_MS = 300_000;
/** Resolution of the pictures in dots per inch. */
const PICTURE_DPI = 110;
/** Files on the way. */
const BUILD = join(ROOT, "build/kicad");

const path = (file: string): string => join(ROOT, file);

/** Runs a program; throws one line if it fails. */
function run(program: string, ...args: readonly string[]): void {
	const { status, error, stderr } = spawnSync(program, args, {
		encoding: "utf8",
		timeout: TIME_LIMIT_MS,
	});
	if (error !== undefined) throw new Error(`${program}: ${error.message}`);
	if (status !== 0) throw new Error(`${program} ${args[2] ?? ""}: ${stderr.trim().split("\n")[0]}`);
}

interface Violation {
	readonly severity: string;
	readonly description: string;
	readonly items: readonly { readonly description: string }[];
}

interface RuleCheck {
	readonly sheets: readonly { readonly path: string; readonly violations: readonly Violation[] }[];
}

/** KiCad's electrical rule check: every finding is printed. */
function checkRules(): { errors: number; warnings: number } {
	const report = join(BUILD, "erc.json");
	run(
		"kicad-cli",
		"sch",
		"erc",
		"--severity-all",
		"--format",
		"json",
		"-o",
		report,
		path(PLACES.schematic),
	);
	const { sheets } = JSON.parse(readFileSync(report, "utf8")) as RuleCheck;
	const counts = { error: 0, warning: 0 };
	for (const sheet of sheets)
		for (const { severity, description, items } of sheet.violations) {
			counts[severity === "error" ? "error" : "warning"]++;
			const where = items.map((item) => item.description).join("; ");
			console.error(`schematic: ${severity} on ${sheet.path}: ${description} (${where})`);
		}
	return { errors: counts.error, warnings: counts.warning };
}

/** The pages as pictures in docs/. */
function drawPictures(pdf: string): void {
	const pictures = path(PLACES.pictures);
	rmSync(pictures, { recursive: true, force: true });
	mkdirSync(pictures, { recursive: true });
	run("pdftoppm", "-r", String(PICTURE_DPI), "-png", pdf, join(pictures, "page"));
	const files = ["overview", ...SHEETS.map(({ file }) => file)];
	readdirSync(pictures)
		.sort()
		.forEach((name, i) => {
			writeFileSync(join(pictures, `${files[i]}.png`), readFileSync(join(pictures, name)));
			rmSync(join(pictures, name));
		});
}

function exportNetlist(): string {
	const file = join(BUILD, "ambit.net");
	run(
		"kicad-cli",
		"sch",
		"export",
		"netlist",
		"--format",
		"kicadsexpr",
		"-o",
		file,
		path(PLACES.schematic),
	);
	return normalized(readFileSync(file, "utf8"));
}

function record(): Outputs | undefined {
	try {
		return JSON.parse(readFileSync(path(PLACES.record), "utf8")) as Outputs;
	} catch {
		return undefined;
	}
}

/** The table that docs/hardware.md quotes. */
const simulated = (netlist: Netlist): string =>
	simulationTable(simulateFrontEnd(netlist), simulateSupply(netlist));

/** Draws, checks and exports; returns false if a check failed. */
function make(): boolean {
	mkdirSync(BUILD, { recursive: true });
	const files = projectFiles();
	for (const [name, text] of files)
		replaceFile(join(path(PLACES.project), name), Buffer.from(text));
	const { compared, differences } = compareWithKicad(SHEETS);
	for (const line of differences) console.error(`schematic: ${line}`);
	const rules = checkRules();
	const text = exportNetlist();
	const netlist = readNetlist(text);
	const orders = ordersOf(netlist);
	const bom = bomFile(orders);
	const table = simulated(netlist);
	const pdf = join(BUILD, "ambit.pdf");
	run("kicad-cli", "sch", "export", "pdf", "-o", pdf, path(PLACES.schematic));
	const before = record();
	const outputs: Outputs = {
		kicad: kicadVersion() ?? "",
		schematic: checksumOf(files),
		netlist: checksumOf([["ambit.net", text]]),
		bom: checksumOf([["bom.csv", bom]]),
		simulation: checksumOf([["simulation.md", table]]),
		...rules,
		parts: netlist.components.length,
		nets: netlist.nets.size,
		orders: orders.length,
		comparedSymbols: compared,
	};
	replaceFile(path(PLACES.netlist), Buffer.from(text));
	replaceFile(path(PLACES.bom), Buffer.from(bom));
	replaceFile(path(PLACES.simulation), Buffer.from(table));
	replaceFile(path(PLACES.record), Buffer.from(`${JSON.stringify(outputs, undefined, "\t")}\n`));
	// pictures differ a little from machine to machine: only a new schematic gets new ones
	if (before?.schematic !== outputs.schematic) drawPictures(pdf);
	console.log(`KiCad ${outputs.kicad}: ${rules.errors} errors, ${rules.warnings} warnings`);
	const pins = `pins of ${compared.length} chips compared with KiCad's library`;
	console.log(`${pins}: ${differences.length} differences`);
	console.log(`${outputs.parts} parts, ${outputs.nets} nets, ${outputs.orders} part numbers`);
	console.log(
		[
			PLACES.netlist,
			PLACES.bom,
			PLACES.simulation,
			`${PLACES.pictures}/*.png`,
			"build/kicad/ambit.pdf",
		].join("\n"),
	);
	return rules.errors === 0 && differences.length === 0;
}

/** Prints what ngspice finds about the netlist that is kept. */
function simulate(): void {
	process.stdout.write(simulated(readNetlist(readFileSync(path(PLACES.netlist), "utf8"))));
}

export function schematic(args: readonly string[]): number {
	const [what = "make", ...rest] = args;
	if (rest.length > 0 || (what !== "make" && what !== "simulate")) {
		console.error(`schematic: unknown argument ${rest[0] ?? what}; nothing, or simulate`);
		return 2;
	}
	try {
		if (what === "simulate") {
			simulate();
			return 0;
		}
		return make() ? 0 : 1;
	} catch (error) {
		console.error(`schematic: ${error instanceof Error ? error.message : error}`);
		return 1;
	}
}
