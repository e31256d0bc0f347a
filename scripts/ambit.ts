/**
 * The project's commands: `npm run NAME`, or `node scripts/boot.mjs NAME`. scripts/boot.mjs
 * installs the npm packages, bundles this file and calls {@link main}.
 */
import { check, coverage, format, screens, typecheck, unit } from "./commands/checks.ts";
import { checksums } from "./commands/checksums.ts";
import { cost } from "./commands/cost.ts";
import { docs } from "./commands/docs.ts";
import { figures } from "./commands/figures.ts";
import { font } from "./commands/font.ts";
import { generate, mbus, registers, services } from "./commands/generate.ts";
import { image, sizes } from "./commands/image.ts";
import {
	accuracy,
	calibrate,
	clients,
	container,
	flashDump,
	flashLife,
	fuzz,
	life,
	loadTest,
	replay,
	run,
	sanitize,
	scan,
	soak,
	torture,
} from "./commands/lab.ts";
import { esp32s3, flash, simulator } from "./commands/moddable.ts";
import { prepack } from "./commands/prepack.ts";
import { provision } from "./commands/provision.ts";
import { schematic } from "./commands/schematic.ts";
import { start } from "./commands/start.ts";
import { test } from "./commands/test.ts";
import { exportFor, record } from "./commands/tools.ts";
import { meet, type Need } from "./needs.ts";

interface Command {
	/** One line for `help`. */
	readonly summary: string;
	/** The command fails without these. */
	readonly needs?: readonly Need[];
	/** The command prints a line if one of these fails, and runs without it. */
	readonly wants?: readonly Need[];
	/** Returns the exit code; without one the process ends with 0, or runs on. */
	// biome-ignore lint/suspicious/noConfusingVoidType: a command need not return anything
	run(args: readonly string[]): Promise<number | undefined | void> | number | undefined | void;
}

/**
 * The commands. `start` only wants its needs: `--engine node` runs without compiler, engine and
 * pages, and the bench names the missing engine.
 */
const COMMANDS: Readonly<Record<string, Command>> = {
	start: {
		summary: "runs the virtual meter and its test bench",
		wants: ["debian:start", "engine", "pages"],
		run: start,
	},
	meter: { summary: "the same without set-up, for tests and other commands", run: start },
	test: {
		summary: "lint, types and every test",
		needs: ["debian:test", "mbus", "engine", "pages", "meter-page"],
		run: test,
	},
	check: { summary: "lint and format check", run: check },
	format: { summary: "formats the sources", run: format },
	typecheck: { summary: "type check of every project", run: typecheck },
	unit: { summary: "tests by name of their files", run: unit },
	coverage: { summary: "coverage of the unit tests", run: coverage },
	bench: {
		summary: "benchmarks: byte codes, answer times, memory",
		needs: ["debian:start", "debian:image", "engine"],
		run: cost,
	},
	figures: {
		summary: "writes sizes, byte codes and start-up into docs/figures.json",
		needs: ["debian:start", "debian:image", "engine"],
		run: figures,
	},
	accuracy: {
		summary: "errors of meters against aims and limits, into build/accuracy/",
		wants: ["debian:start"],
		needs: ["engine"],
		run: accuracy,
	},
	calibrate: {
		summary: "calibrates a virtual meter",
		wants: ["debian:start", "engine"],
		run: calibrate,
	},
	fuzz: {
		summary: "random frames on every bus",
		wants: ["debian:start"],
		needs: ["engine"],
		run: fuzz,
	},
	soak: {
		summary: "every kind of client at once on one bench",
		wants: ["debian:start"],
		needs: ["engine"],
		run: soak,
	},
	life: {
		summary: "a meter's whole life drawn from a seed",
		wants: ["debian:start"],
		run: life,
	},
	sanitize: {
		summary: "fuzz and hostile link bytes on XS with sanitizers",
		wants: ["debian:start"],
		run: sanitize,
	},
	scan: {
		summary: "libmbus scans sixty meters on one line",
		wants: ["debian:start"],
		needs: ["mbus", "engine"],
		run: scan,
	},
	clients: {
		summary: "other people's clients read the meter with its exports; -- --install gets them",
		wants: ["debian:start"],
		run: clients,
	},
	replay: {
		summary: "plays a scenario twice and compares what was on the buses",
		wants: ["debian:start"],
		run: replay,
	},
	container: {
		summary: "builds the container's image from Debian's packages, starts it and reads it",
		needs: ["debian:container"],
		run: container,
	},
	torture: { summary: "power cuts and damage at every flash operation", run: torture },
	"flash-life": {
		summary: "how long the flash lasts",
		wants: ["debian:start"],
		needs: ["engine"],
		run: flashLife,
	},
	"flash-dump": { summary: "prints a flash image", run: flashDump },
	load: {
		summary: "the microcontroller under full load",
		needs: ["debian:image"],
		run: loadTest,
	},
	image: {
		summary: "builds the image for the Cortex-M7",
		needs: ["debian:image"],
		run: image,
	},
	sizes: { summary: "flash and RAM of the image", needs: ["debian:image"], run: sizes },
	simulator: { summary: "runs the meter in Moddable's simulator", run: simulator },
	esp32s3: { summary: "builds for the ESP32-S3", run: esp32s3 },
	flash: { summary: "builds for the ESP32-S3 and flashes it", run: flash },
	provision: { summary: "gives an ESP32-S3 its identity, once", run: provision },
	checksums: { summary: "checksums of the software, and their files", run: checksums },
	generate: { summary: "writes every generated file", run: generate },
	registers: { summary: "writes docs/registers.md", run: registers },
	services: { summary: "writes boards/bleservices", run: services },
	mbus: { summary: "writes the tables of docs/mbus.md", run: mbus },
	schematic: {
		summary: "draws and checks the schematic, exports netlist, BOM and pages; simulate",
		needs: ["kicad"],
		run: schematic,
	},
	font: { summary: "writes the fonts of src/indication", run: font },
	screens: { summary: "writes the pictures in docs/display", run: screens },
	pictures: {
		summary: "writes the pictures in docs/panel and docs/meter-manager",
		wants: ["debian:start"],
		needs: ["engine", "pages"],
		run: () => run(["lab/pictures/main.ts"]),
	},
	lighthouse: {
		summary: "Lighthouse's figures of both pages; installs it outside the repository",
		wants: ["debian:test"],
		needs: ["engine", "pages"],
		run: () => run(["lab/lighthouse/main.ts"]),
	},
	press: {
		summary: "time from a press of a button to the LCD, in the front panel",
		wants: ["debian:test"],
		needs: ["engine", "pages"],
		run: () => run(["lab/press/main.ts"]),
	},
	"first-reading": {
		summary: "time to the first reading of the meter in a web page",
		wants: ["debian:test"],
		needs: ["meter-page"],
		run: () => run(["lab/first-reading/main.ts"]),
	},
	icons: {
		summary: "writes Meter Manager's icons from its SVG",
		run: () => run(["lab/icons/main.ts"]),
	},
	waveforms: {
		summary: "writes the tests' waveforms",
		run: (args) => run(["testkit/waveforms/main.ts", ...args]),
	},
	recordings: {
		summary: "judges a folder of recordings of other people",
		wants: ["debian:start"],
		needs: ["engine"],
		run: (args) => run(["lab/recordings/main.ts", ...args]),
	},
	docs: {
		summary: "builds the site: the meter in a web page, and the documentation",
		needs: ["meter-page"],
		run: docs,
	},
	export: { summary: "prints a configuration for a client of the meter", run: exportFor },
	record: { summary: "prints what was done to a running bench, as a scenario", run: record },
	prepack: {
		summary: "builds dist/ for the npm package: npm pack calls it",
		needs: ["pages"],
		run: prepack,
	},
	run: { summary: "runs a TypeScript file of bench/ or lab/", run },
};

function help(): void {
	for (const [name, { summary }] of Object.entries(COMMANDS))
		console.log(`${name.padEnd(15)}${summary}`);
}

/** Runs a command; returns the exit code, or undefined if the command decides it later. */
export async function main([name, ...args]: readonly string[]): Promise<number | undefined> {
	if (name === "help") {
		help();
		return 0;
	}
	if (name === undefined || !Object.hasOwn(COMMANDS, name)) {
		const fault = name === undefined ? "missing command" : `unknown command ${name}`;
		console.error(`ambit: ${fault}; one of ${Object.keys(COMMANDS).join(", ")}`);
		return 2;
	}
	const { wants = [], needs = [], run } = COMMANDS[name];
	// A function without parameters would ignore them.
	if (args.length > 0 && run.length === 0) {
		console.error(`ambit: ${name} takes no arguments: ${args.join(" ")}`);
		return 2;
	}
	await meet(wants);
	for (const need of needs) if (!(await meet([need]))) return 1;
	return (await run(args)) ?? undefined;
}
