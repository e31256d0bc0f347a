/** A process that examines meters, as another tells it to. */
import { readFileSync } from "node:fs";
import { reasonOf } from "../../bench/fault.ts";
import { compiledConversion } from "../../bench/front-end/compiled.ts";
import { program } from "../../bench/meter/launch.ts";
import type { Examination } from "./examination.ts";
import { examine, wholeProgram } from "./examine.ts";

/** Paths that an examination needs. */
export interface Paths {
	/** The engine, the firmware's bundle and the module of the front end. */
	readonly engine: string;
	readonly firmware: string;
	readonly frontEnd: string;
}

/** Order to a worker: to examine a meter. */
export interface Order {
	readonly paths: Paths;
	readonly serialNumber: number;
}

/** Answer of a worker: a step is done, the meter is examined, or why it cannot be. */
export type Message =
	| { readonly step: string }
	| { readonly examination: Examination }
	| { readonly failure: string };

const say = (message: Message): void => void process.send?.(message);

process.on("message", ({ paths, serialNumber }: Order) => {
	const bench = {
		engine: program(paths.engine, [paths.firmware]),
		conversion: compiledConversion(readFileSync(paths.frontEnd)),
	};
	examine(bench, serialNumber, wholeProgram(), (step) => say({ step })).then(
		(examination) => say({ examination }),
		(error: unknown) => say({ failure: `meter ${serialNumber}: ${reasonOf(error)}` }),
	);
});
// Without whoever gives orders there is nobody to examine for.
process.on("disconnect", () => process.exit(0));
