/** The flash chip's end of the byte link. */
import { ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { TO_BENCH } from "../../spec/link.ts";
import { decode, message } from "../meter/link.ts";
import type { Chip } from "./chip.ts";

/** True if a message is for the chip. */
export function isForFlash(type: number): boolean {
	return (
		type === ToBench.FLASH_READ || type === ToBench.FLASH_PROGRAM || type === ToBench.FLASH_ERASE
	);
}

/** Returns the clock that one of 32 bits on the link stands for. */
type Unwrap = (clock: number) => number;

/** @returns false if the chip reports failure; undefined if the supply has failed meanwhile */
function program(chip: Chip, payload: Buffer, unwrap: Unwrap): boolean | undefined {
	const { clock, offset, contents } = decode(TO_BENCH.FLASH_PROGRAM, payload);
	return chip.program(offset, contents, unwrap(clock));
}

/** The same for an erase. */
function erase(chip: Chip, payload: Buffer, unwrap: Unwrap): boolean | undefined {
	const { clock, sector, end } = decode(TO_BENCH.FLASH_ERASE, payload);
	return end === 0 ? chip.startErase(sector, unwrap(clock)) : chip.endErase(unwrap(clock));
}

/**
 * Has the chip do what the board asks.
 * @param unwrap by default for a board that lives less than 2^32 frames
 * @returns the answer for the link; undefined if the supply has failed meanwhile
 * @throws RangeError when the request makes no sense for a chip
 */
export function serveFlash(
	chip: Chip,
	type: number,
	payload: Buffer,
	unwrap: Unwrap = (clock) => clock,
): Buffer | undefined {
	if (type === ToBench.FLASH_READ) {
		const { offset, length } = decode(TO_BENCH.FLASH_READ, payload);
		return message(ToBoard.FLASH_DATA, chip.read(offset, length));
	}
	const act = type === ToBench.FLASH_PROGRAM ? program : erase;
	const succeeded = act(chip, payload, unwrap);
	if (succeeded === undefined) return undefined;
	return message(ToBoard.FLASH_STATUS, Uint8Array.of(succeeded ? 1 : 0));
}
