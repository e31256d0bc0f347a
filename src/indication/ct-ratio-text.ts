/** Writes a ratio of current transformers as "0100/5", for parts 1 and 3. */
import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import { label } from "indication/label";
import type TextArea from "indication/text-area";

const SLASH = label("/");

/** Columns that a ratio takes. */
export const CT_RATIO_WIDTH = 6;

/**
 * @param ratio as register 401F holds it
 * @returns the column after it
 */
export function writeCtRatio(area: TextArea, column: number, row: number, ratio: number): number {
	const slash = area.zeroPadded(column, row, 4, ctPrimaryOf(ratio));
	return area.number(area.text(slash, row, SLASH), row, 1, ctSecondaryOf(ratio));
}
