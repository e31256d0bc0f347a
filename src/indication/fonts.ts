/**
 * The display's two fonts, decoded once when this module is loaded: in an image with preloaded modules that is when
 * the image is built.
 */
import { fontOf } from "indication/font";
import smallSource from "indication/font-6x12";
import largeSource from "indication/font-8x16";

/** 6 × 12 pixels; parts 1 and 3 begin at a multiple of 4 rows, part 2's small rows one row lower. */
export const SMALL_FONT = fontOf(smallSource, [0, 1, 4]);

/** 8 × 16 pixels, for part 2's large rows. */
export const LARGE_FONT = fontOf(largeSource, [7]);
