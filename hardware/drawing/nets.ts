/** Symbols of the nets that reach every sheet: supplies and grounds. */
import { point } from "./geometry.ts";
import { line, type PartSymbol, type Shape } from "./symbol.ts";

/** Nets of the whole schematic, and how their symbol is drawn. */
const NETS = {
	/** 0 V of the meter: the terminal N. */
	GND: "ground",
	"+3V3": "supply",
	"+3V3A": "supply",
	"+5V": "supply",
	/** The rectified mains. */
	"BUS+": "supply",
	"BUS-": "primary",
	/** The buses' side of the isolation. */
	"+3V3_ISO": "supply",
	GND_ISO: "isolated",
} as const;

export type NetName = keyof typeof NETS;

const SHAPES: Readonly<Record<(typeof NETS)[NetName], readonly Shape[]>> = {
	supply: [line(0, 0, 0, 2), line(-1, 2, 1, 2)],
	ground: [line(0, 0, 0, -1), line(-1.2, -1, 1.2, -1, 0, -2.2, -1.2, -1)],
	primary: [line(0, 0, 0, -1.4), line(-1.2, -1.4, 1.2, -1.4)],
	isolated: [
		line(0, 0, 0, -1),
		line(-1.2, -1, 1.2, -1),
		line(-0.8, -1.6, 0.8, -1.6),
		line(-0.4, -2.2, 0.4, -2.2),
	],
};

function symbolOf(name: NetName): PartSymbol {
	const kind = NETS[name];
	return {
		name,
		prefix: "#PWR",
		shapes: SHAPES[kind],
		pins: [
			{ number: "1", name: "~", at: point(0, 0), angle: 90, length: 0, electrical: "power_in" },
		],
		namedPins: false,
		reference: point(0, 0),
		value: point(0, kind === "supply" ? -2.8 : kind === "primary" ? 2.4 : 3.2),
		power: true,
	};
}

/** Symbols by net. */
export const NET_SYMBOLS: Readonly<Record<NetName, PartSymbol>> = Object.fromEntries(
	Object.keys(NETS).map((name) => [name, symbolOf(name as NetName)]),
) as Record<NetName, PartSymbol>;

/** Tells KiCad's rule check that a net is driven where no pin says so: from a terminal. */
export const DRIVEN: PartSymbol = {
	name: "PWR_FLAG",
	prefix: "#FLG",
	shapes: [line(0, 0, 0, 1, -0.8, 1.5, 0, 2, 0.8, 1.5, 0, 1)],
	pins: [
		{ number: "1", name: "~", at: point(0, 0), angle: 90, length: 0, electrical: "power_out" },
	],
	namedPins: false,
	reference: point(0, 0),
	value: point(0, -2.8),
	power: true,
};
