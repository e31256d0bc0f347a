/** A part as it is ordered, and as it is placed on a sheet. */
import { type Angle, type Point, turned } from "./geometry.ts";
import type { PartSymbol } from "./symbol.ts";

/** Versions of the meter: terminals 7 to 9 carry RS-485 or the M-Bus. */
export type Version = "Modbus" | "M-Bus";

/** A part by its number. */
export interface Part {
	readonly symbol: PartSymbol;
	readonly value: string;
	/** KiCad's library and name of the footprint. */
	readonly footprint: string;
	readonly maker: string;
	/** The maker's part number. */
	readonly mpn: string;
	/** Tolerance, voltage, insulation. Drawn below the value if `rated`. */
	readonly rating?: string;
	readonly rated?: boolean;
	/** KiCad's own symbol, whose pin numbers and names must be these: LIBRARY:NAME. */
	readonly kicad?: string;
}

/** How a part is placed. */
export interface Placing {
	readonly angle?: Angle;
	/** Left and right exchanged, before it is turned. */
	readonly mirrored?: boolean;
	/** Fitted in one version of the meter only. */
	readonly only?: Version;
	/** Not fitted. */
	readonly open?: boolean;
	/** Where reference and value are written, from the symbol's middle. */
	readonly texts?: Point;
}

/** A part on a sheet. */
export class Placed {
	readonly part: Part;
	readonly reference: string;
	readonly at: Point;
	readonly placing: Placing;

	constructor(part: Part, reference: string, at: Point, placing: Placing) {
		this.part = part;
		this.reference = reference;
		this.at = at;
		this.placing = placing;
	}

	/** Where a pin, by its number, comes to lie. */
	pin(number: string): Point {
		const found = this.part.symbol.pins.find((pin) => pin.number === number);
		if (found === undefined) throw new Error(`hardware: ${this.reference} has no pin ${number}`);
		const { angle = 0, mirrored = false } = this.placing;
		const { x, y } = turned(found.at, angle, mirrored);
		return { x: this.at.x + x, y: this.at.y + y };
	}
}
