/** The folder of `--state`: the images of a bench's meters, which no other bench may use. */
import { Fault } from "../fault.ts";
import { DEFAULT_FRONT_END, type FrontEndKind } from "../front-end/faults.ts";
import { lockFolder } from "../lock.ts";
import { Chip, isBlank, type KeptChip } from "./chip.ts";
import { FrontEndFile } from "./front-end-file.ts";
import { openState } from "./state.ts";

export class StateFolder {
	readonly #directory: string | undefined;
	readonly #frontEnd: FrontEndKind | undefined;
	readonly #unlock: () => void;
	readonly #open: KeptChip[] = [];

	/**
	 * @param directory undefined: the contents end with the bench
	 * @param frontEnd of the meters; undefined: of a new one the default, of another its own
	 * @throws Fault when another bench has it, or it cannot be used
	 */
	constructor(directory: string | undefined, frontEnd: FrontEndKind | undefined) {
		this.#directory = directory;
		this.#frontEnd = frontEnd;
		this.#unlock =
			directory === undefined ? () => {} : lockFolder("--state", directory, "bench.lock");
	}

	/**
	 * Opens the image of a meter.
	 * @param note told when its changes cannot be written
	 * @throws Fault that names the file
	 */
	open(serialNumber: number, note: (line: string) => void): KeptChip {
		const asked = this.#frontEnd;
		const frontEnd = asked ?? DEFAULT_FRONT_END;
		if (this.#directory === undefined)
			return { chip: new Chip(), frontEnd, keep: () => {}, close: () => {} };
		const kept = openState(this.#directory, serialNumber, note);
		this.#open.push(kept);
		const file = new FrontEndFile(this.#directory, serialNumber);
		if (!isBlank(kept.chip.image))
			return { ...kept, frontEnd: sameAsAsked(file.read(), asked, serialNumber) };
		const keep = (): void => {
			file.write(frontEnd);
			kept.keep();
		};
		return { ...kept, frontEnd, keep };
	}

	/** @throws Fault if the last changes of a meter cannot be written; the others' are */
	close(): void {
		const faults: unknown[] = [];
		for (const kept of this.#open.splice(0)) {
			try {
				kept.close();
			} catch (error) {
				faults.push(error);
			}
		}
		this.#unlock();
		if (faults.length > 0) throw faults[0];
	}
}

/** @throws Fault with exit code 2 if a meter's hardware is to be another than it has */
function sameAsAsked(
	kept: FrontEndKind,
	asked: FrontEndKind | undefined,
	serialNumber: number,
): FrontEndKind {
	if (asked === undefined || asked === kept) return kept;
	throw new Fault(
		`--front-end ${asked}: that of meter ${serialNumber} in --state is ${kept}, as it was made`,
		2,
	);
}
