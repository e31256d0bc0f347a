/** Parts of the netlist as lines of SPICE. */
import { type Component, type Netlist, pinsOf } from "../netlist.ts";

/** Models, with the figures of the data sheets that matter here. */
export const MODELS = `
.model BYG23T D(IS=1e-9 N=1.8 RS=0.05 BV=1300 IBV=1e-5 CJO=20p TT=50n)
.model BAV199 D(IS=3e-14 N=1.05 RS=1 CJO=2p)
.model BAS321 D(IS=1e-9 N=1.7 RS=0.5 BV=250)
.model BAT54 D(IS=2e-7 N=1.05 RS=2)
`;

/** A net as SPICE's name of a node; 0 V is node 0. */
export function nodeOf(net: string): string {
	if (net === "GND") return "0";
	const word = net.replaceAll("+", "plus").replace(/-$/, "minus");
	return `n_${word.replace(/[^A-Za-z0-9]+/g, "_").toLowerCase()}`;
}

/** A value in SPICE's way: M is milli there. */
const spiceValue = (value: string): string => value.replace(/M$/, "meg");

/**
 * Varistor of 510 V AC: a power law through two points of its data sheet, 820 V at 1 mA and the
 * clamping voltage of 1355 V at 50 A.
 */
const VARISTOR_VOLTS = 820;
const VARISTOR_CAPACITANCE = "300p";
const VARISTOR_POWER = Math.log(50 / 1e-3) / Math.log(1355 / VARISTOR_VOLTS);

function linesOf(part: Component, pins: Readonly<Record<string, string>>): string[] {
	const { reference, value, symbol } = part;
	const [a, b] = [nodeOf(pins["1"]), nodeOf(pins["2"])];
	switch (symbol) {
		case "Resistor":
			return [`R${reference} ${a} ${b} ${spiceValue(value)}`];
		case "Capacitor":
		case "Electrolytic":
			return [`C${reference} ${a} ${b} ${value}`];
		case "Inductor":
			return [`L${reference} ${a} ${b} ${value}`];
		case "Diode":
		case "Schottky":
			// pin 1 is the cathode
			return [`D${reference} ${b} ${a} ${value}`];
		case "Diode-pair": {
			const middle = nodeOf(pins["3"]);
			return [`D${reference}a ${a} ${middle} ${value}`, `D${reference}b ${middle} ${b} ${value}`];
		}
		case "Varistor": {
			const volts = `V(${a},${b})`;
			const share = `abs(${volts})/${VARISTOR_VOLTS}`;
			return [
				`C${reference} ${a} ${b} ${VARISTOR_CAPACITANCE}`,
				`B${reference} ${a} ${b} I=sgn(${volts})*1m*pow(${share},${VARISTOR_POWER.toFixed(3)})`,
			];
		}
		default:
			throw new Error(`schematic: no model of ${reference} (${symbol})`);
	}
}

/** Kinds of parts that {@link linesOf} knows. */
const KNOWN = new Set([
	"Resistor",
	"Capacitor",
	"Electrolytic",
	"Inductor",
	"Diode",
	"Schottky",
	"Diode-pair",
	"Varistor",
]);

/** Lines of the parts between `from` and the nets at which the search ends (0 V too). */
export function network(
	netlist: Netlist,
	from: readonly string[],
	ends: readonly string[],
): string[] {
	const parts = netlist.components
		.filter(({ symbol }) => KNOWN.has(symbol))
		.map((part) => ({ part, pins: pinsOf(netlist, part.reference) }));
	const reached = new Set(from);
	const stops = new Set([...ends, "GND", "+3V3", "+5V"]);
	const taken = new Map<string, string[]>();
	const open = [...from];
	for (let net = open.pop(); net !== undefined; net = open.pop()) {
		for (const { part, pins } of parts) {
			const nets = Object.values(pins);
			if (!nets.includes(net) || taken.has(part.reference)) continue;
			taken.set(part.reference, linesOf(part, pins));
			for (const next of nets) {
				if (reached.has(next) || stops.has(next)) continue;
				reached.add(next);
				open.push(next);
			}
		}
	}
	return [...taken.values()].flat();
}

/** Full name of the net whose last part is `name`. Throws if there is none. */
export function netCalled({ nets }: Netlist, name: string): string {
	const found = [...nets.keys()].find((net) => net === name || net.endsWith(`/${name}`));
	if (found === undefined) throw new Error(`schematic: no net ${name} in the netlist`);
	return found;
}
