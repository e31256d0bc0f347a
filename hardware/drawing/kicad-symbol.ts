/** Symbols in KiCad's format. */
import { type Point, UNIT_MM } from "./geometry.ts";
import { type Expression, list, word } from "./s-expression.ts";
import type { PartSymbol, Shape, SymbolPin } from "./symbol.ts";

/** Name of the project and of its library. */
export const PROJECT = "ambit";

const STROKE = list("stroke", list("width", 0.2), list("type", word("default")));
const mm = ({ x, y }: Point): [number, number] => [x * UNIT_MM, y * UNIT_MM];

/** How text is drawn. `justify`: KiCad's words. */
export function effects(
	sizeMm: number,
	justify: readonly string[] = [],
	hidden = false,
): Expression {
	return list(
		"effects",
		list("font", list("size", sizeMm, sizeMm)),
		...(justify.length > 0 ? [list("justify", ...justify.map(word))] : []),
		...(hidden ? [list("hide", word("yes"))] : []),
	);
}

/** A field of a symbol, hidden unless it is placed. */
const hiddenField = (name: string, value: string): Expression =>
	list("property", name, value, list("at", 0, 0, 0), effects(1.27, [], true));

const fillOf = (filled: boolean | undefined, kind: string): Expression =>
	list("fill", list("type", word(filled ? kind : "none")));

function shape(drawn: Shape): Expression {
	switch (drawn.kind) {
		case "line":
			return list(
				"polyline",
				list("pts", ...drawn.points.map((at) => list("xy", ...mm(at)))),
				STROKE,
				fillOf(drawn.filled, "outline"),
			);
		case "box":
			return list(
				"rectangle",
				list("start", ...mm(drawn.from)),
				list("end", ...mm(drawn.to)),
				STROKE,
				fillOf(drawn.filled, "background"),
			);
		case "circle":
			return list(
				"circle",
				list("center", ...mm(drawn.at)),
				list("radius", drawn.radius * UNIT_MM),
				STROKE,
				fillOf(false, "none"),
			);
		case "arc":
			return list(
				"arc",
				list("start", ...mm(drawn.from)),
				list("mid", ...mm(drawn.mid)),
				list("end", ...mm(drawn.to)),
				STROKE,
				fillOf(false, "none"),
			);
		case "text":
			return list("text", drawn.text, list("at", ...mm(drawn.at), 0), effects(1.27));
	}
}

function pin(
	{ number, name, at, angle, length, electrical }: SymbolPin,
	power: boolean,
): Expression {
	return list(
		"pin",
		word(electrical),
		word("line"),
		list("at", ...mm(at), angle),
		list("length", length * UNIT_MM),
		...(power ? [list("hide", word("yes"))] : []),
		list("name", name, effects(1.1)),
		list("number", number, effects(1.1)),
	);
}

/** The definition of a symbol; within a schematic its name has the library's before it. */
export function symbolDefinition(symbol: PartSymbol, embedded: boolean): Expression {
	const { name, prefix, shapes, pins, namedPins, power = false } = symbol;
	const hide = namedPins ? [] : [list("hide", word("yes"))];
	return list(
		"symbol",
		embedded ? `${PROJECT}:${name}` : name,
		...(power ? [list("power")] : []),
		list("pin_numbers", ...(hide.length > 0 ? hide : [list("hide", word("no"))])),
		list("pin_names", list("offset", 0.6), ...hide),
		list("exclude_from_sim", word("no")),
		list("in_bom", word(power ? "no" : "yes")),
		list("on_board", word(power ? "no" : "yes")),
		hiddenField("Reference", prefix),
		hiddenField("Value", name),
		hiddenField("Footprint", ""),
		hiddenField("Datasheet", "~"),
		hiddenField("Description", ""),
		list("symbol", `${name}_0_1`, ...shapes.map(shape)),
		list("symbol", `${name}_1_1`, ...pins.map((each) => pin(each, power))),
		list("embedded_fonts", word("no")),
	);
}
