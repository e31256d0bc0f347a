/** Symbols of chips and connectors: a box with named pins on its sides. */
import { point } from "./geometry.ts";
import { box, type Electrical, type PartSymbol, type SymbolPin } from "./symbol.ts";

/** Length of a pin. */
const LENGTH = 2;

/** Shorthands of the electrical types. */
const TYPES: Readonly<Record<string, Electrical>> = {
	i: "input",
	o: "output",
	b: "bidirectional",
	t: "tri_state",
	p: "passive",
	s: "power_in",
	d: "power_out",
	c: "open_collector",
	n: "no_connect",
};

/**
 * Pins of one side from its top (or its left), `number:name:type` each, types by the first
 * letters above; `undefined` leaves a place free.
 */
export type Side = readonly (string | undefined)[];

/** A chip as it is drawn. */
export interface Chip {
	readonly name: string;
	readonly prefix?: string;
	readonly left?: Side;
	readonly right?: Side;
	readonly top?: Side;
	readonly bottom?: Side;
	/** Width of the box; by default as wide as the names need. */
	readonly width?: number;
}

interface Row {
	readonly index: number;
	readonly number: string;
	readonly name: string;
	readonly electrical: Electrical;
}

function rowsOf(side: Side = []): Row[] {
	return side.flatMap((text, index) => {
		if (text === undefined) return [];
		const [number, name, type] = text.split(":");
		const electrical = TYPES[type];
		if (electrical === undefined) throw new Error(`hardware: no type of pin in "${text}"`);
		return [{ index, number, name, electrical }];
	});
}

const longest = (side: Side = []): number =>
	Math.max(0, ...rowsOf(side).map(({ name }) => name.replace(/[~{}]/g, "").length));

/** An even number that is not smaller. */
const even = (value: number): number => 2 * Math.ceil(value / 2);

/** The symbol of a chip: pins 2 units apart, the box around the middle. */
export function chipSymbol({
	name,
	prefix = "U",
	left,
	right,
	top,
	bottom,
	width,
}: Chip): PartSymbol {
	const rows = Math.max(left?.length ?? 0, right?.length ?? 0, 1);
	const columns = Math.max(top?.length ?? 0, bottom?.length ?? 0);
	const ends = (top || bottom ? 2 : 0) as number;
	const needed = (longest(left) + longest(right)) * 0.95 + 3;
	const halfWidth = even(Math.max(width ?? needed, columns * 2 + 2)) / 2;
	const halfHeight = rows + 1 + ends;
	const first = rows - 1;
	const pins: SymbolPin[] = [];
	const add = (row: Row, x: number, y: number, angle: SymbolPin["angle"]): void => {
		const { number, name, electrical } = row;
		pins.push({ number, name, at: point(x, y), angle, length: LENGTH, electrical });
	};
	for (const row of rowsOf(left)) add(row, -halfWidth - LENGTH, first - 2 * row.index, 0);
	for (const row of rowsOf(right)) add(row, halfWidth + LENGTH, first - 2 * row.index, 180);
	for (const row of rowsOf(top)) {
		const x = 2 * row.index - ((top?.length ?? 1) - 1);
		add(row, x, halfHeight + LENGTH, 270);
	}
	for (const row of rowsOf(bottom)) {
		const x = 2 * row.index - ((bottom?.length ?? 1) - 1);
		add(row, x, -halfHeight - LENGTH, 90);
	}
	return {
		name,
		prefix,
		shapes: [box(-halfWidth, halfHeight, halfWidth, -halfHeight, true)],
		pins,
		namedPins: true,
		reference: point(-halfWidth, -halfHeight - 2.2),
		value: point(-halfWidth, -halfHeight - 0.8),
	};
}
