/** Symbols of transformers. A dot marks the start of each winding. */
import { point } from "./geometry.ts";
import {
	bulge,
	circle,
	lead,
	line,
	type PartSymbol,
	type Shape,
	type SymbolPin,
} from "./symbol.ts";

/** A winding of `turns` arcs from (x, top) downwards; `side` is where its arcs bulge. */
function winding(x: number, top: number, turns: number, side: 1 | -1): Shape[] {
	return Array.from({ length: turns }, (_, i) => bulge(x, top - i, top - i - 1, side));
}

const core = (top: number, bottom: number): Shape[] => [
	line(-0.25, top, -0.25, bottom),
	line(0.25, top, 0.25, bottom),
];

const left = (number: string, y: number): SymbolPin => lead(number, -4, y, 2, 0);
const right = (number: string, y: number): SymbolPin => lead(number, 4, y, 2, 180);

/** 1, 2 primary (left, 1 starts); 3, 4 secondary (right, 3 starts). */
const transformer = (name: string, dots: readonly Shape[]): PartSymbol => ({
	name,
	prefix: "T",
	shapes: [...winding(-2, 2, 4, 1), ...winding(2, 2, 4, -1), ...core(2.2, -2.2), ...dots],
	pins: [left("1", 2), left("2", -2), right("3", 2), right("4", -2)],
	namedPins: false,
	reference: point(-2, -5),
	value: point(-2, -3.6),
});

/** A current transformer. */
export const CURRENT_TRANSFORMER = transformer("Current-transformer", [
	circle(-2.6, 1.4, 0.2),
	circle(2.6, 1.4, 0.2),
]);

const flyback = transformer("Flyback-transformer", [
	circle(-2.6, 1.4, 0.2),
	circle(2.6, -1.4, 0.2),
	line(0.6, 2, 0.6, -2.2),
	line(0.6, -2.2, 0, -2.6),
]);

/** A flyback transformer: the secondary's dot is at pin 4; 5 is a shield between the windings. */
export const FLYBACK: PartSymbol = {
	...flyback,
	pins: [...flyback.pins, lead("5", 0, -4, 1.4, 90)],
};

/** Two windings with a centre tap: 1, 2 (tap), 3 left; 6, 5 (tap), 4 right. */
export const PUSH_PULL: PartSymbol = {
	name: "Push-pull-transformer",
	prefix: "T",
	shapes: [
		...winding(-2, 6, 12, 1),
		...winding(2, 6, 12, -1),
		...core(6.2, -6.2),
		circle(-2.6, 5.4, 0.2),
		circle(-2.6, -0.6, 0.2),
		circle(2.6, 5.4, 0.2),
		circle(2.6, -0.6, 0.2),
	],
	pins: [left("1", 6), left("2", 0), left("3", -6), right("6", 6), right("5", 0), right("4", -6)],
	namedPins: false,
	reference: point(-2, -9),
	value: point(-2, -7.6),
};
