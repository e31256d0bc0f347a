/** Reads a netlist as kicad-cli writes it. */

import {
	atomIn,
	type Expression,
	isList,
	listsIn,
	nameOf,
	parse,
	textOf,
} from "./drawing/s-expression.ts";

/** A part of the netlist. */
export interface Component {
	readonly reference: string;
	readonly value: string;
	readonly footprint: string;
	/** Name of its symbol. */
	readonly symbol: string;
	/** Name of its sheet's file. */
	readonly sheet: string;
	/** Fields: MPN, Manufacturer, Rating, Version. */
	readonly fields: Readonly<Record<string, string>>;
}

/** A pin on a net: the part's reference, the pin's number and name. */
export interface NetPin {
	readonly reference: string;
	readonly number: string;
	readonly name: string;
}

export interface Netlist {
	readonly components: readonly Component[];
	/** Pins by the full name of their net. */
	readonly nets: ReadonlyMap<string, readonly NetPin[]>;
}

function componentOf(node: readonly Expression[]): Component {
	const properties = listsIn(node, "property").map((each): [string, string] => [
		atomIn(each, "name"),
		atomIn(each, "value"),
	]);
	const fields = Object.fromEntries(properties);
	const [source = []] = listsIn(node, "libsource");
	return {
		reference: atomIn(node, "ref"),
		value: atomIn(node, "value"),
		footprint: atomIn(node, "footprint"),
		symbol: atomIn(source, "part"),
		sheet: fields.Sheetfile ?? "",
		fields,
	};
}

export function readNetlist(text: string): Netlist {
	const root = parse(text);
	const [components = []] = listsIn(root, "components");
	const [nets = []] = listsIn(root, "nets");
	return {
		components: listsIn(components, "comp").map(componentOf),
		nets: new Map(
			listsIn(nets, "net").map((net): [string, NetPin[]] => [
				atomIn(net, "name"),
				listsIn(net, "node").map((node) => ({
					reference: atomIn(node, "ref"),
					number: atomIn(node, "pin"),
					name: atomIn(node, "pinfunction"),
				})),
			]),
		),
	};
}

/** The last part of a net's name: the sheet's path is left out. */
export const shortName = (net: string): string => net.slice(net.lastIndexOf("/") + 1);

/** Nets of a part by the numbers of its pins. */
export function pinsOf({ nets }: Netlist, reference: string): Record<string, string> {
	const pins = [...nets].flatMap(([net, connected]) =>
		connected
			.filter((pin) => pin.reference === reference)
			.map(({ number }): [string, string] => [number, net]),
	);
	return Object.fromEntries(pins);
}

/** Left out: it differs from run to run, or is in the schematic anyway. */
const LEFT_OUT = new Set([
	"date",
	"source",
	"tool",
	"title_block",
	"tstamps",
	"libparts",
	"libraries",
	"fields",
	"datasheet",
	"class",
]);

function reduced(value: Expression): Expression {
	if (!isList(value)) return value;
	return value.filter((each) => !LEFT_OUT.has(nameOf(each))).map(reduced);
}

/** The netlist without its date, its author and the paths of its source. */
export const normalized = (text: string): string => `${textOf(reduced(parse(text)))}\n`;
