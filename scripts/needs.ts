/** Everything that a command can need before it runs, and how to make it. */
import { buildEngine } from "../engine/image/desktop.ts";
import { ensureDebianPackages } from "./setup/debian.ts";
import { ensureKicad } from "./setup/kicad.ts";
import { ensureMbusMaster } from "./setup/mbus-master.ts";
import { CLIENTS, CONTAINER, IMAGE, SCHEMATIC, START, TEST } from "./setup/packages.ts";
import { ensurePages } from "./setup/pages.ts";
import { ensureMeterPage } from "./setup/site.ts";

const report = (line: string): void => void process.stderr.write(`${line}\n`);

/** By name: makes it unless it is there, quietly. Throws or rejects with one line. */
const NEEDS = {
	/** Debian packages for `npm start`. */
	"debian:start": () => ensureDebianPackages(START, report),
	/** Debian packages that build and run the image for the microcontroller. */
	"debian:image": () => ensureDebianPackages(IMAGE, report),
	/** Debian packages for `npm test`. */
	"debian:test": () => ensureDebianPackages(TEST, report),
	/** Debian packages of programs that read the meter. */
	"debian:clients": () => ensureDebianPackages(CLIENTS, report),
	/** Debian packages that build the container's image. */
	"debian:container": () => ensureDebianPackages(CONTAINER, report),
	/** KiCad 9, and what turns its pages into pictures. */
	kicad: () => {
		ensureKicad(report);
		ensureDebianPackages(SCHEMATIC, report);
	},
	/** The desktop engine. */
	engine: () => buildEngine(report),
	/** The web pages of the bench. */
	pages: () => ensurePages(report),
	/** The meter in a web page. */
	"meter-page": () => ensureMeterPage(report),
	/** The M-Bus master of the tests. */
	mbus: () => ensureMbusMaster(report),
} as const;

export type Need = keyof typeof NEEDS;

/** Meets each need in order; prints one line for each that fails, and returns false if one did. */
export async function meet(needs: readonly Need[]): Promise<boolean> {
	let met = true;
	for (const need of needs) {
		try {
			await NEEDS[need]();
		} catch (error) {
			report(error instanceof Error ? error.message : String(error));
			met = false;
		}
	}
	return met;
}
