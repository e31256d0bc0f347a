/** Damage of a flash image: bits in force, and lost sectors. */
import { SECTOR } from "../../bench/flash/chip.ts";
import type { StoredArea } from "../../bench/flash/image.ts";

/** Ways to lose a sector. */
export const LOSSES = ["blank", "zeros", "garbage"] as const;

export type Loss = (typeof LOSSES)[number];

/** Bits of the data in force: newest records, and heads of sectors. */
export function liveBits(areas: readonly StoredArea[]): number[] {
	const places = areas.flatMap(({ records, first, sectors }) => {
		const newest = records.slice(-1).map(({ offset, bytes }) => [offset, bytes.length]);
		const heads = Array.from({ length: sectors }, (_, i) => [(first + i) * SECTOR, 12]);
		return [...newest, ...heads];
	});
	return places.flatMap(([offset = 0, length = 0]) =>
		Array.from({ length: 8 * length }, (_, bit) => 8 * offset + bit),
	);
}

/** Loses a sector of an image, in place. */
export function spoil(image: Uint8Array, sector: number, loss: Loss): void {
	const from = sector * SECTOR;
	for (let at = from; at < from + SECTOR; at++)
		image[at] = loss === "blank" ? 0xff : loss === "zeros" ? 0 : (at * 2_654_435_761) >>> 24;
}
