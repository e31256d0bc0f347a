/** Planted faults: each is a patch of the firmware, which lives of bounded length must find. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import faults from "./planted-faults.json" with { type: "json" };

/** A fault. */
export interface PlantedFault {
	/** Path from the root. */
	readonly file: string;
	/** Text that is in it exactly once, and what replaces it. */
	readonly text: string;
	readonly instead: string;
}

export const FAULTS: readonly PlantedFault[] = faults;

/** Lives in which a fault must be found: of seeds 1 and up, and their events. */
const LIVES = 6;
const EVENTS = 1500;

/** Time after which a life counts as one that hangs. */
const TIME_LIMIT_MS = 900_000;

/**
 * Lives with a fault.
 * @param number from 1
 * @param build makes the bundle of planted-life.ts with the fault
 * @returns how it was found; undefined: it was not
 */
export async function find(
	number: number,
	build: (fault: PlantedFault, number: number) => Promise<string>,
): Promise<string | undefined> {
	const fault = FAULTS[number - 1];
	if (!fault) throw new RangeError(`no planted fault ${number}`);
	const module = await build(fault, number);
	const child = spawn(process.execPath, [module, `${LIVES}`, `${EVENTS}`], {
		stdio: ["ignore", "pipe", "pipe"],
		timeout: TIME_LIMIT_MS,
		killSignal: "SIGKILL",
	});
	let said = "";
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding("utf8").on("data", (text: string) => {
			said += text;
		});
	const [code] = await once(child, "close");
	if (code === 0) return undefined;
	return code === null ? "it does not end" : said.trim().split("\n").slice(0, 1).join("");
}
