/**
 * Footprints that KiCad's libraries do not have: pads and outline, in mm. Drawn after what is
 * known of the part; docs/hardware.md says to compare them with its drawing before a board is made.
 */
import { idOf } from "./drawing/kicad-sheet.ts";
import { effects } from "./drawing/kicad-symbol.ts";
import { type Expression, list, textOf, word } from "./drawing/s-expression.ts";

interface Pad {
	readonly number: string;
	readonly xMm: number;
	readonly yMm: number;
	/** Diameter of copper; of the hole, which a pad on the surface does not have. */
	readonly copperMm: number;
	readonly holeMm?: number;
}

interface Footprint {
	readonly name: string;
	readonly about: string;
	readonly widthMm: number;
	readonly heightMm: number;
	readonly pads: readonly Pad[];
}

const through = (
	number: string,
	xMm: number,
	yMm: number,
	holeMm: number,
	copperMm = 2 * holeMm,
): Pad => ({ number, xMm, yMm, holeMm, copperMm });

/** Two rows of pins: numbers from the top of the left row, then of the right one. */
function rows(left: readonly string[], right: readonly string[], pitchMm: number, spanMm: number) {
	const row = (numbers: readonly string[], xMm: number): Pad[] =>
		numbers.flatMap((number, i) =>
			number === "" ? [] : [through(number, xMm, (i - (numbers.length - 1) / 2) * pitchMm, 0.8)],
		);
	return [...row(left, -spanMm / 2), ...row(right, spanMm / 2)];
}

const FOOTPRINTS: readonly Footprint[] = [
	{
		name: "Touch_pad_12mm",
		about: "Touch electrode: a disc of copper",
		widthMm: 14,
		heightMm: 14,
		pads: [{ number: "1", xMm: 0, yMm: 0, copperMm: 12 }],
	},
	{
		name: "Current_transformer_window",
		about: "Current transformer with a window: holes 1 and 2 take the wire that goes through it",
		widthMm: 30,
		heightMm: 16,
		pads: [
			through("1", -12, -5, 2.6),
			through("2", -12, 5, 2.6),
			through("3", 10.16, -2.54, 0.8),
			through("4", 10.16, 2.54, 0.8),
		],
	},
	{
		name: "EE16_horizontal_10",
		about: "EE16 coil former, ten pins: 1, 2 primary, 3, 4 secondary, 5 shield",
		widthMm: 17,
		heightMm: 21,
		pads: rows(["1", "", "5", "", "2"], ["4", "", "", "", "3"], 3.5, 12.5),
	},
	{
		name: "Transformer_Wuerth_750313734",
		about: "Push-pull transformer, 5 kV",
		widthMm: 10,
		heightMm: 13.5,
		pads: rows(["1", "2", "3"], ["6", "5", "4"], 2.5, 9.5).map(({ holeMm: _, ...pad }) => pad),
	},
	{
		name: "Microswitch_D2F",
		about: "Microswitch: common and normally open contact, 10.16 mm apart",
		widthMm: 13.5,
		heightMm: 6.5,
		pads: [through("1", -5.08, 0, 1.2, 2.2), through("2", 5.08, 0, 1.2, 2.2)],
	},
];

function padOf({ number, xMm, yMm, copperMm, holeMm }: Pad, name: string): Expression {
	const layers = holeMm === undefined ? ["F.Cu", "F.Mask", "F.Paste"] : ["*.Cu", "*.Mask"];
	return list(
		"pad",
		number,
		word(holeMm === undefined ? "smd" : "thru_hole"),
		word("circle"),
		list("at", xMm, yMm),
		list("size", copperMm, copperMm),
		...(holeMm === undefined ? [] : [list("drill", holeMm)]),
		list("layers", ...layers),
		list("uuid", idOf(name, "pad", number)),
	);
}

function outline(name: string, layer: string, halfWidth: number, halfHeight: number): Expression {
	return list(
		"fp_rect",
		list("start", -halfWidth, -halfHeight),
		list("end", halfWidth, halfHeight),
		list("stroke", list("width", 0.12), list("type", word("solid"))),
		list("fill", word("no")),
		list("layer", layer),
		list("uuid", idOf(name, layer)),
	);
}

function fileOf({ name, about, widthMm, heightMm, pads }: Footprint): string {
	const text = (field: string, value: string, y: number, layer: string): Expression =>
		list(
			"property",
			field,
			value,
			list("at", 0, y, 0),
			list("layer", layer),
			list("uuid", idOf(name, field)),
			effects(1),
		);
	const onSurface = pads.every(({ holeMm }) => holeMm === undefined);
	return `${textOf(
		list(
			"footprint",
			name,
			list("version", 20241229),
			list("generator", "ambit"),
			list("layer", "F.Cu"),
			list("descr", about),
			text("Reference", "REF**", -heightMm / 2 - 1.5, "F.SilkS"),
			text("Value", name, heightMm / 2 + 1.5, "F.Fab"),
			list("attr", word(onSurface ? "smd" : "through_hole")),
			outline(name, "F.SilkS", widthMm / 2, heightMm / 2),
			outline(name, "F.CrtYd", widthMm / 2 + 0.5, heightMm / 2 + 0.5),
			...pads.map((pad) => padOf(pad, name)),
		),
	)}\n`;
}

/** Files of the library, by name. */
export function footprintFiles(): [name: string, text: string][] {
	return FOOTPRINTS.map((footprint) => [`${footprint.name}.kicad_mod`, fileOf(footprint)]);
}
