/** The folder of `--state`: the images of a bench's meters, which no other bench may use. */
import { lockFolder } from "../lock.ts";
import { Chip, type KeptChip } from "./chip.ts";
import { openState } from "./state.ts";

export class StateFolder {
	readonly #directory: string | undefined;
	readonly #unlock: () => void;
	readonly #open: KeptChip[] = [];

	/**
	 * @param directory undefined: the contents end with the bench
	 * @throws Fault when another bench has it, or it cannot be used
	 */
	constructor(directory: string | undefined) {
		this.#directory = directory;
		this.#unlock =
			directory === undefined ? () => {} : lockFolder("--state", directory, "bench.lock");
	}

	/**
	 * Opens the image of a meter.
	 * @param note told when its changes cannot be written
	 * @throws Fault that names the file
	 */
	open(serialNumber: number, note: (line: string) => void): KeptChip {
		if (this.#directory === undefined) return { chip: new Chip(), keep: () => {}, close: () => {} };
		const kept = openState(this.#directory, serialNumber, note);
		this.#open.push(kept);
		return kept;
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
