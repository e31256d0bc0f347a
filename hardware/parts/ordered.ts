/** A chip as a part to order. */
import { type Chip, chipSymbol } from "../drawing/chip.ts";
import type { Part } from "../drawing/part.ts";

type Details = Omit<Part, "symbol" | "value"> & { readonly value?: string };

/** A part from its drawing and its order; its value is the name that is drawn, or another. */
export const chip = (drawn: Chip, details: Details): Part => ({
	symbol: chipSymbol(drawn),
	value: drawn.name,
	...details,
});

export const TI = "Texas Instruments";
