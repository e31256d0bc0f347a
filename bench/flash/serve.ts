/** The flash chip's end of the byte link. */
import { ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { TO_BENCH } from "../../spec/link.ts";
import { decode } from "../meter/codec.ts";
import { message } from "../meter/link.ts";
import type { Chip } from "./chip.ts";

/** True if a message is for the chip. */
export function isForFlash(type: number): boolean {
	return (
		type === ToBench.FLASH_READ || type === ToBench.FLASH_PROGRAM || type === ToBench.FLASH_ERASE
	);
}

/** @returns false if the chip reports failure; undefined if the supply has failed meanwhile */
function program(chip: Chip, payload: Buffer): boolean | undefined {
	const { clock, offset, contents } = decode(TO_BENCH.FLASH_PROGRAM, payload);
	return chip.program(offset, contents, clock);
}

/** The same for an erase. */
function erase(chip: Chip, payload: Buffer): boolean | undefined {
	const { clock, sector, end } = decode(TO_BENCH.FLASH_ERASE, payload);
	return end === 0 ? chip.startErase(sector, clock) : chip.endErase(clock);
}

/**
 * Has the chip do what the board asks.
 * @returns the answer for the link; undefined if the supply has failed meanwhile
 * @throws RangeError when the request makes no sense for a chip
 */
export function serveFlash(chip: Chip, type: number, payload: Buffer): Buffer | undefined {
	if (type === ToBench.FLASH_READ) {
		const { offset, length } = decode(TO_BENCH.FLASH_READ, payload);
		return message(ToBoard.FLASH_DATA, chip.read(offset, length));
	}
	const succeeded = type === ToBench.FLASH_PROGRAM ? program(chip, payload) : erase(chip, payload);
	if (succeeded === undefined) return undefined;
	return message(ToBoard.FLASH_STATUS, Uint8Array.of(succeeded ? 1 : 0));
}
