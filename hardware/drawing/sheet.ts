/** A sheet of the schematic: what is on it, in the terms of whoever draws. */
import { type Direction, isOn, keyOf, moved, type Point, point } from "./geometry.ts";
import { DRIVEN, NET_SYMBOLS, type NetName } from "./nets.ts";
import { type Part, Placed, type Placing } from "./part.ts";
import type { PartSymbol } from "./symbol.ts";

/** Direction of a signal at the edge of a sheet. */
export type PortShape = "input" | "output" | "bidirectional" | "passive";

/** A net's name at a point; the text runs away from it in `direction`. */
export interface Label {
	readonly name: string;
	readonly at: Point;
	readonly direction: Direction;
	/** A label that also leaves the sheet. */
	readonly shape?: PortShape;
}

export interface Note {
	readonly text: string;
	readonly at: Point;
	/** Height of the letters in mm. */
	readonly sizeMm: number;
}

interface Frame {
	readonly from: Point;
	readonly to: Point;
}

/** A symbol of a net, or a flag. */
export interface NetMark {
	readonly symbol: PartSymbol;
	readonly at: Point;
}

export type Segment = readonly [Point, Point];

export class Sheet {
	/** File name without its extension. */
	readonly file: string;
	readonly title: string;
	/** Page; parts have numbers from 100 times this. */
	readonly page: number;
	readonly paper: "A4" | "A3";
	readonly parts: Placed[] = [];
	readonly labels: Label[] = [];
	readonly notes: Note[] = [];
	readonly frames: Frame[] = [];
	readonly marks: NetMark[] = [];
	readonly unconnected: Point[] = [];
	readonly #wires: Segment[] = [];
	readonly #counts = new Map<string, number>();

	constructor(file: string, title: string, page: number, paper: "A4" | "A3" = "A4") {
		this.file = file;
		this.title = title;
		this.page = page;
		this.paper = paper;
	}

	/** Places a part with its middle at x, y; it gets the next reference. */
	place(part: Part, x: number, y: number, placing: Placing = {}): Placed {
		const { prefix } = part.symbol;
		const count = (this.#counts.get(prefix) ?? 0) + 1;
		this.#counts.set(prefix, count);
		const placed = new Placed(part, `${prefix}${this.page * 100 + count}`, point(x, y), placing);
		this.parts.push(placed);
		return placed;
	}

	/** A wire through these points; where two are not in line, first across and then up or down. */
	wire(...points: readonly Point[]): void {
		this.#draw(points, (a, b) => point(b.x, a.y));
	}

	/** The same, first up or down and then across. */
	rise(...points: readonly Point[]): void {
		this.#draw(points, (a, b) => point(a.x, b.y));
	}

	#draw(points: readonly Point[], corner: (a: Point, b: Point) => Point): void {
		for (let i = 1; i < points.length; i++) {
			const [a, b] = [points[i - 1], points[i]];
			const between = corner(a, b);
			for (const segment of [
				[a, between],
				[between, b],
			] as const)
				if (keyOf(segment[0]) !== keyOf(segment[1])) this.#wires.push(segment);
		}
	}

	/** A net of the whole schematic at a point, by a wire of dx across, then dy down. */
	net(at: Point, name: NetName, dx = 0, dy = 0): void {
		const end = moved(at, dx, dy);
		this.wire(at, end);
		this.marks.push({ symbol: NET_SYMBOLS[name], at: end });
	}

	/** Says to the rule check that the net at a point is driven from outside. */
	driven(at: Point): void {
		this.marks.push({ symbol: DRIVEN, at });
	}

	/** Names the net at a point, at the end of a wire of dx across, then dy down. */
	label(at: Point, name: string, direction: Direction, dx = 0, dy = 0): void {
		const end = moved(at, dx, dy);
		this.wire(at, end);
		this.labels.push({ name, at: end, direction });
	}

	/** The same for a net that leaves the sheet. */
	port(at: Point, name: string, direction: Direction, shape: PortShape, dx = 0, dy = 0): void {
		const end = moved(at, dx, dy);
		this.wire(at, end);
		this.labels.push({ name, at: end, direction, shape });
	}

	/** Pins that stay free. */
	free(...pins: readonly Point[]): void {
		this.unconnected.push(...pins);
	}

	note(x: number, y: number, text: string, sizeMm = 1.5): void {
		this.notes.push({ text, at: point(x, y), sizeMm });
	}

	/** The line of an isolation at x, in pieces from one height to another. */
	barrier(x: number, ...pieces: readonly (readonly [number, number])[]): void {
		for (const [top, bottom] of pieces) this.frame(x, top, x, bottom);
	}

	frame(x1: number, y1: number, x2: number, y2: number): void {
		this.frames.push({ from: point(x1, y1), to: point(x2, y2) });
	}

	/** The wires, cut wherever something else ends on them. */
	get wires(): Segment[] {
		const ends = this.#ends();
		const cut = this.#wires.flatMap(([a, b]) => {
			const inside = ends.filter((end) => isOn(end, a, b));
			const along = [...new Map([a, b, ...inside].map((end) => [keyOf(end), end])).values()];
			along.sort((p, q) => p.x - q.x || p.y - q.y);
			return along.slice(1).map((end, i): Segment => [along[i], end]);
		});
		return [...new Map(cut.map((wire) => [wire.map(keyOf).join(" "), wire])).values()];
	}

	/** Points at which three or more ends meet. */
	get junctions(): Point[] {
		const counts = new Map<string, { at: Point; count: number }>();
		const pins = this.parts.flatMap((placed) =>
			placed.part.symbol.pins.map(({ number }) => placed.pin(number)),
		);
		const marks = this.marks.map(({ at }) => at);
		for (const at of [...this.wires.flat(), ...pins, ...marks]) {
			const entry = counts.get(keyOf(at)) ?? { at, count: 0 };
			entry.count++;
			counts.set(keyOf(at), entry);
		}
		return [...counts.values()].filter(({ count }) => count > 2).map(({ at }) => at);
	}

	/** Every point at which something connects. */
	#ends(): Point[] {
		return [
			...this.#wires.flat(),
			...this.parts.flatMap((placed) =>
				placed.part.symbol.pins.map(({ number }) => placed.pin(number)),
			),
			...this.labels.map(({ at }) => at),
			...this.marks.map(({ at }) => at),
		];
	}
}
