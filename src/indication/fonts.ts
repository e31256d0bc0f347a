/**
 * The display's two fonts. They are decoded when this module is loaded; where modules are
 * preloaded, that is when the image is built.
 */
import { fontOf } from "indication/font";
import smallSource from "indication/font-6x12";
import largeSource from "indication/font-8x16";

/** 6 × 12 pixels: parts 1 and 3 use multiples of 4, small rows of part 2 one row below. */
export const SMALL_FONT = fontOf(smallSource, [0, 1, 4]);

/** 8 × 16 pixels, for part 2's large rows. */
export const LARGE_FONT = fontOf(largeSource, [7]);
