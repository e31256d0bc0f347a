/** Figures that an emulated board gives of itself: LOAD of `boards/virtual/link.ts`. */

/** Rate of the processor's clock, in which times are counted. */
export const TICKS_PER_SECOND = 25_000_000;

/** In the order of `boards/cortex-m/load.c`. */
const FIELDS = [
	"now",
	"busy",
	"messages",
	"longest",
	"collections",
	"longestCollecting",
	"forced",
	"slots",
	"peakSlots",
	"chunkBytes",
	"peakChunkBytes",
	"stackSlots",
	"stackBytes",
	"mallocBytes",
	"boot",
	"longestSince",
	"latestSince",
] as const;

/** Figures as described in `boards/cortex-m/load.c`; times in ticks. */
export type BoardFigures = Readonly<Record<(typeof FIELDS)[number], number>>;

/** Decodes the payload of a board's LOAD message. */
export function readBoardFigures(payload: Buffer): BoardFigures {
	return Object.fromEntries(
		FIELDS.map((name, i) => [name, payload.readDoubleLE(8 * i)]),
	) as BoardFigures;
}
