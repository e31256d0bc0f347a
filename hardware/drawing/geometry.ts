/** Points of a sheet, in units of 50 mil, KiCad's grid: x to the right, y downwards. */

/** A unit of the grid in mm. */
export const UNIT_MM = 1.27;

export interface Point {
	readonly x: number;
	readonly y: number;
}

/** Angle of a symbol: turned counterclockwise. */
export type Angle = 0 | 90 | 180 | 270;

/** Direction on the sheet. */
export type Direction = "left" | "right" | "up" | "down";

export const point = (x: number, y: number): Point => ({ x, y });

/** Where a symbol's own point (y upwards) comes to lie, seen from the symbol's place. */
export function turned({ x, y }: Point, angle: Angle, mirrored: boolean): Point {
	const across = mirrored ? -x : x;
	switch (angle) {
		case 0:
			return { x: across, y: -y };
		case 90:
			return { x: -y, y: -across };
		case 180:
			return { x: -across, y };
		case 270:
			return { x: y, y: across };
	}
}

/** A point moved by `dx`, `dy`. */
export const moved = ({ x, y }: Point, dx: number, dy: number): Point => ({ x: x + dx, y: y + dy });

/** True if `p` is on the segment between `a` and `b`, which is horizontal or vertical. */
export function isOn(p: Point, a: Point, b: Point): boolean {
	const between = (v: number, from: number, to: number): boolean =>
		v >= Math.min(from, to) && v <= Math.max(from, to);
	if (a.x === b.x) return p.x === a.x && between(p.y, a.y, b.y);
	return p.y === a.y && between(p.x, a.x, b.x);
}

/** A text that is equal for equal points. */
export const keyOf = ({ x, y }: Point): string => `${x},${y}`;
