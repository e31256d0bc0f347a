/** A symbol: graphics, pins and where its reference and value are written. */
import { type Point, point } from "./geometry.ts";

/** KiCad's electrical types that are used here. */
export type Electrical =
	| "input"
	| "output"
	| "bidirectional"
	| "tri_state"
	| "passive"
	| "power_in"
	| "power_out"
	| "open_collector"
	| "no_connect";

/** A pin: `at` is its end, where a wire connects; `angle` points from there to the body. */
export interface SymbolPin {
	readonly number: string;
	readonly name: string;
	readonly at: Point;
	readonly angle: 0 | 90 | 180 | 270;
	readonly length: number;
	readonly electrical: Electrical;
}

/** A shape; coordinates in units of the grid, y upwards. */
export type Shape =
	| { readonly kind: "line"; readonly points: readonly Point[]; readonly filled?: boolean }
	| { readonly kind: "box"; readonly from: Point; readonly to: Point; readonly filled?: boolean }
	| { readonly kind: "circle"; readonly at: Point; readonly radius: number }
	| { readonly kind: "arc"; readonly from: Point; readonly mid: Point; readonly to: Point }
	| { readonly kind: "text"; readonly at: Point; readonly text: string };

export interface PartSymbol {
	readonly name: string;
	/** Letters of the reference, such as R. */
	readonly prefix: string;
	readonly shapes: readonly Shape[];
	readonly pins: readonly SymbolPin[];
	/** True if the names and numbers of the pins are drawn. */
	readonly namedPins: boolean;
	/** Where reference and value are written when the symbol is not turned, y downwards. */
	readonly reference: Point;
	readonly value: Point;
	/** A symbol of a net (supply, ground) or a flag, which is no part. */
	readonly power?: boolean;
}

/** A polyline of coordinates x, y, x, y … */
export function line(...coordinates: readonly number[]): Shape {
	const points: Point[] = [];
	for (let i = 0; i < coordinates.length; i += 2)
		points.push(point(coordinates[i], coordinates[i + 1]));
	return { kind: "line", points };
}

/** A filled polygon of coordinates x, y, x, y … */
export const area = (...coordinates: readonly number[]): Shape => ({
	...(line(...coordinates) as Extract<Shape, { kind: "line" }>),
	filled: true,
});

/** A rectangle between two corners. */
export const box = (x1: number, y1: number, x2: number, y2: number, filled = false): Shape => ({
	kind: "box",
	from: point(x1, y1),
	to: point(x2, y2),
	filled,
});

export const circle = (x: number, y: number, radius: number): Shape => ({
	kind: "circle",
	at: point(x, y),
	radius,
});

/** A half circle that bulges to the right (or to the left) from (x, y1) to (x, y2). */
export const bulge = (x: number, y1: number, y2: number, side = 1): Shape => ({
	kind: "arc",
	from: point(x, y1),
	mid: point(x + (side * Math.abs(y2 - y1)) / 2, (y1 + y2) / 2),
	to: point(x, y2),
});

/** A passive pin that points to the symbol's middle. */
export function lead(
	number: string,
	x: number,
	y: number,
	length: number,
	angle: SymbolPin["angle"],
	name = "~",
): SymbolPin {
	return { number, name, at: point(x, y), angle, length, electrical: "passive" };
}
