/**
 * Notes a meter's hardware in a file next to its flash image: the constants in the image are those
 * of this hardware.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Fault, fileReasonOf } from "../fault.ts";
import { FRONT_ENDS, type FrontEndKind } from "../front-end/faults.ts";

/** Hardware of the meters of software that did not note it. */
const FORMER: FrontEndKind = "linear";

export class FrontEndFile {
	readonly #path: string;

	constructor(directory: string, serialNumber: number) {
		this.#path = join(directory, `${String(serialNumber).padStart(8, "0")}.front-end`);
	}

	/** @throws Fault with exit code 2 that names the file, if it has something else */
	read(): FrontEndKind {
		let text: string;
		try {
			text = readFileSync(this.#path, "utf8").trim();
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === "ENOENT") return FORMER;
			throw new Fault(`--state: ${this.#path}: ${fileReasonOf(error)}`, 2);
		}
		const kind = FRONT_ENDS.find((each) => each === text);
		if (kind) return kind;
		throw new Fault(`--state: ${this.#path}: must be one of ${FRONT_ENDS.join(", ")}`, 2);
	}

	/** @throws Fault with exit code 2 that names the file, if it cannot be written */
	write(kind: FrontEndKind): void {
		try {
			writeFileSync(`${this.#path}.new`, `${kind}\n`);
			renameSync(`${this.#path}.new`, this.#path);
		} catch (error) {
			throw new Fault(`--state: ${this.#path}: ${fileReasonOf(error)}`, 2);
		}
	}
}
