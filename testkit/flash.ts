/** A board's flash over the bench's chip in the same process: without link and without delay. */
import type { Flash } from "board";
import { Chip, LENGTH, SECTOR } from "../bench/flash/chip.ts";

/** The supply is off: the firmware ends here, whatever it was doing. */
export class SupplyGone extends Error {}

export class ChipFlash implements Flash {
	readonly byteLength = LENGTH;
	readonly sectorBytes = SECTOR;
	readonly chip: Chip;
	/** Reads of `erased` that find the erase still in progress. */
	eraseLooks = 0;
	#looks = 0;
	#erasing = false;
	#succeeded = true;

	constructor(chip = new Chip()) {
		this.chip = chip;
		chip.powerUp();
	}

	read(offset: number, buffer: Uint8Array): void {
		buffer.set(this.chip.read(offset, buffer.length));
	}

	program(offset: number, bytes: Uint8Array): boolean {
		return sure(this.chip.program(offset, bytes));
	}

	startErase(sector: number): void {
		sure(this.chip.startErase(sector));
		this.#erasing = true;
		this.#looks = this.eraseLooks;
	}

	get erased(): boolean | undefined {
		if (this.#erasing && this.#looks-- > 0) return undefined;
		return this.waitForErase();
	}

	waitForErase(): boolean {
		if (this.#erasing) this.#succeeded = sure(this.chip.endErase());
		this.#erasing = false;
		return this.#succeeded;
	}
}

function sure(succeeded: boolean | undefined): boolean {
	if (succeeded === undefined) throw new SupplyGone();
	return succeeded;
}
