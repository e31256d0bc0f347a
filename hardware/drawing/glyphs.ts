/**
 * Symbols of the parts without a chip's pins, drawn for this project: two leads are at the top
 * (1) and the bottom (2), 3 units from the middle, unless said otherwise.
 */
import { point } from "./geometry.ts";
import { area, box, bulge, circle, lead, line, type PartSymbol, type Shape } from "./symbol.ts";

/** A symbol of two leads. */
function twoLeads(
	name: string,
	prefix: string,
	reach: number,
	shapes: readonly Shape[],
): PartSymbol {
	return {
		name,
		prefix,
		shapes,
		pins: [lead("1", 0, 3, 3 - reach, 270), lead("2", 0, -3, 3 - reach, 90)],
		namedPins: false,
		reference: point(1.5, -0.8),
		value: point(1.5, 0.8),
	};
}

const BAR_UP: Shape = line(-0.9, 0.9, 0.9, 0.9);
const TRIANGLE: Shape = area(-0.9, -0.9, 0.9, -0.9, 0, 0.9, -0.9, -0.9);
const LIGHT: readonly Shape[] = [
	line(1.1, 0.4, 1.9, 1.2, 1.5, 1.2),
	line(1.9, 1.2, 1.9, 0.8),
	line(1.1, -0.4, 1.9, 0.4, 1.5, 0.4),
	line(1.9, 0.4, 1.9, 0),
];

export const RESISTOR = twoLeads("Resistor", "R", 2, [box(-0.8, 2, 0.8, -2)]);
export const CAPACITOR = twoLeads("Capacitor", "C", 0.5, [
	line(-1.5, 0.4, 1.5, 0.4),
	line(-1.5, -0.4, 1.5, -0.4),
]);
/** Pin 1 is the positive one. */
export const ELECTROLYTIC = twoLeads("Electrolytic", "C", 0.5, [
	box(-1.5, 0.7, 1.5, 0.3),
	box(-1.5, -0.3, 1.5, -0.7, true),
	line(-1.6, 1.6, -0.8, 1.6),
	line(-1.2, 2, -1.2, 1.2),
]);
export const INDUCTOR = twoLeads("Inductor", "L", 2, [
	bulge(0, 2, 1),
	bulge(0, 1, 0),
	bulge(0, 0, -1),
	bulge(0, -1, -2),
]);
/** Pin 1 is the cathode, on top. */
export const DIODE = twoLeads("Diode", "D", 0.9, [BAR_UP, TRIANGLE]);
export const SCHOTTKY = twoLeads("Schottky", "D", 0.9, [
	line(-0.9, 0.5, -0.9, 0.9, 0.9, 0.9, 0.9, 1.3),
	TRIANGLE,
]);
/** Pin 1 is the cathode, on top. */
export const LED = twoLeads("LED", "D", 0.9, [BAR_UP, TRIANGLE, ...LIGHT]);
/** A suppressor for both polarities. */
export const SUPPRESSOR = twoLeads("Suppressor", "D", 2, [
	line(-1.1, -0.5, -0.9, 0, 0.9, 0, 1.1, 0.5),
	area(-0.9, 2, 0.9, 2, 0, 0, -0.9, 2),
	area(-0.9, -2, 0.9, -2, 0, 0, -0.9, -2),
]);
export const VARISTOR = twoLeads("Varistor", "RV", 2, [
	box(-0.8, 2, 0.8, -2),
	line(-1.6, -2, -1.6, -1.4, 1.6, 1.4),
]);
export const CRYSTAL = twoLeads("Crystal", "Y", 1, [
	line(-1.2, 1, 1.2, 1),
	box(-1, 0.6, 1, -0.6),
	line(-1.2, -1, 1.2, -1),
]);
export const BUTTON = twoLeads("Button", "SW", 1.2, [
	circle(0, 1.2, 0.25),
	circle(0, -1.2, 0.25),
	line(0.8, 1.4, 0.8, -1.4),
	line(0.8, 0, 1.6, 0),
	line(1.6, 0.6, 1.6, -0.6),
]);
export const SWITCH = twoLeads("Switch", "SW", 1.2, [
	circle(0, 1.2, 0.25),
	circle(0, -1.2, 0.25),
	line(0.1, -1, 1, 1.1),
]);
export const JUMPER = twoLeads("Jumper", "JP", 1.2, [
	circle(0, 1.2, 0.25),
	circle(0, -1.2, 0.25),
	line(0.7, 1.2, 1.1, 0.6, 1.1, -0.6, 0.7, -1.2),
]);
/** A touch electrode: one lead at the bottom. */
export const ELECTRODE: PartSymbol = {
	name: "Electrode",
	prefix: "E",
	shapes: [circle(0, 2, 2), circle(0, 2, 0.6)],
	pins: [lead("1", 0, -2, 2, 90)],
	namedPins: false,
	reference: point(2.6, -2.8),
	value: point(2.6, -1.2),
};
/** Pins 1 anode, 2 cathode (left); 3 emitter, 4 collector (right). */
const photocoupler = (name: string, darlington: boolean): PartSymbol => ({
	name,
	prefix: "U",
	shapes: [
		box(-4, 4, 4, -4, true),
		line(-4, 2, -2, 2, -2, 0.8),
		line(-4, -2, -2, -2, -2, -0.8),
		area(-2.9, 0.8, -1.1, 0.8, -2, -0.8, -2.9, 0.8),
		line(-2.9, -0.8, -1.1, -0.8),
		line(-0.7, 0.6, 0.3, 0.6, 0, 0.8),
		line(-0.7, -0.3, 0.3, -0.3, 0, -0.1),
		line(1.2, 1.4, 1.2, -1.4),
		line(1.2, 0.5, 2.6, 2, 4, 2),
		line(1.2, -0.5, 2.6, -2, 4, -2),
		area(2.6, -2, 2.3, -1.2, 1.8, -1.7, 2.6, -2),
		...(darlington ? [line(1.5, 1.2, 1.5, -1.2)] : []),
	],
	pins: [
		lead("1", -6, 2, 2, 0),
		lead("2", -6, -2, 2, 0),
		lead("3", 6, -2, 2, 180),
		lead("4", 6, 2, 2, 180),
	],
	namedPins: false,
	reference: point(-4, -6.4),
	value: point(-4, -5),
});
export const PHOTOCOUPLER = photocoupler("Photocoupler", false);
export const PHOTODARLINGTON = photocoupler("Photodarlington", true);
/** N-channel MOSFET: 1 gate (left), 2 source (bottom), 3 drain (top). */
export const MOSFET: PartSymbol = {
	name: "N-MOSFET",
	prefix: "Q",
	shapes: [
		circle(0.6, 0, 2.2),
		line(-1, 1.2, -1, -1.2),
		line(-0.4, 1.5, -0.4, 0.8),
		line(-0.4, 0.35, -0.4, -0.35),
		line(-0.4, -0.8, -0.4, -1.5),
		line(-0.4, 1.1, 1, 1.1, 1, 2),
		line(-0.4, -1.1, 1, -1.1, 1, -2),
		line(-0.4, 0, 1, 0, 1, -1.1),
		area(-0.3, 0, 0.4, 0.35, 0.4, -0.35, -0.3, 0),
	],
	pins: [lead("1", -4, 0, 3, 0), lead("2", 1, -4, 2, 90), lead("3", 1, 4, 2, 270)],
	namedPins: false,
	reference: point(3.4, -0.8),
	value: point(3.4, 0.8),
};
/** Shunt reference: 1 cathode (top), 2 reference (left), 3 anode (bottom). */
export const SHUNT_REFERENCE: PartSymbol = {
	name: "Shunt-reference",
	prefix: "U",
	shapes: [line(-1.2, 0.5, -0.9, 0.9, 0.9, 0.9), TRIANGLE],
	pins: [lead("1", 0, 3, 2.1, 270), lead("2", -3, 0, 2.5, 0), lead("3", 0, -3, 2.1, 90)],
	namedPins: false,
	reference: point(1.5, -0.8),
	value: point(1.5, 0.8),
};
/** Two diodes in series: 1 anode (bottom), 2 cathode (top), 3 the middle (right). */
export const DIODE_PAIR: PartSymbol = {
	name: "Diode-pair",
	prefix: "D",
	shapes: [
		line(0, 4, 0, -4),
		line(0, 0, 2, 0),
		line(-0.8, 2.6, 0.8, 2.6),
		area(-0.8, 1.2, 0.8, 1.2, 0, 2.6, -0.8, 1.2),
		line(-0.8, -1.2, 0.8, -1.2),
		area(-0.8, -2.6, 0.8, -2.6, 0, -1.2, -0.8, -2.6),
	],
	pins: [lead("1", 0, -4, 1, 90), lead("2", 0, 4, 1, 270), lead("3", 2, 0, 1, 180)],
	namedPins: false,
	reference: point(1.2, -3),
	value: point(1.2, 3),
};
/** Bridge rectifier: 1, 2 mains (left, right), 3 plus (top), 4 minus (bottom). */
export const BRIDGE: PartSymbol = {
	name: "Bridge",
	prefix: "D",
	shapes: [
		line(0, 3, -3, 0, 0, -3, 3, 0, 0, 3),
		line(-0.8, 0, 0.8, 0),
		area(0, 0.6, -0.5, -0.5, 0.5, -0.5, 0, 0.6),
		line(-0.5, 0.6, 0.5, 0.6),
		{ kind: "text", at: point(1, 2.9), text: "+" },
		{ kind: "text", at: point(1, -2.9), text: "−" },
	],
	pins: [
		lead("1", -4, 0, 1, 0),
		lead("2", 4, 0, 1, 180),
		lead("3", 0, 4, 1, 270),
		lead("4", 0, -4, 1, 90),
	],
	namedPins: false,
	reference: point(2.2, -3),
	value: point(2.2, 3.2),
};
