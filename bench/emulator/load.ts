/** The figures that an emulated board gives of itself: LOAD of `boards/virtual/link.ts`. */

/** Of the processor's clock, which times are counted by. */
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

/** Each as `boards/cortex-m/load.c` says; times in ticks. */
export type Load = Readonly<Record<(typeof FIELDS)[number], number>>;

/** The figures in the payload of a LOAD message of the board. */
export function readLoad(payload: Buffer): Load {
	return Object.fromEntries(FIELDS.map((name, i) => [name, payload.readDoubleLE(8 * i)])) as Load;
}
