/** The flash chip's end of the byte link. */
import { ToBench, ToBoard } from "../../boards/virtual/link.ts";
import { message } from "../meter/link.ts";
import type { Chip } from "./chip.ts";

/** True if a message is for the chip. */
export function isForFlash(type: number): boolean {
	return (
		type === ToBench.FLASH_READ || type === ToBench.FLASH_PROGRAM || type === ToBench.FLASH_ERASE
	);
}

/**
 * Has the chip do what the board asks.
 * @returns the answer for the link; undefined if the supply has failed meanwhile
 * @throws RangeError when the request makes no sense for a chip
 */
export function serveFlash(chip: Chip, type: number, payload: Buffer): Buffer | undefined {
	if (type === ToBench.FLASH_READ) {
		const [offset, length] = [payload.readUInt32LE(0), payload.readUInt16LE(4)];
		return message(ToBoard.FLASH_DATA, chip.read(offset, length));
	}
	const clock = payload.readUInt32LE(0);
	const succeeded =
		type === ToBench.FLASH_PROGRAM
			? chip.program(payload.readUInt32LE(4), payload.subarray(8), clock)
			: payload.readUInt8(6) === 0
				? chip.startErase(payload.readUInt16LE(4), clock)
				: chip.endErase(clock);
	if (succeeded === undefined) return undefined;
	return message(ToBoard.FLASH_STATUS, Uint8Array.of(succeeded ? 1 : 0));
}
