/** The front end's response to voltages and currents, by ngspice, from the netlist. */
import type { Netlist } from "../netlist.ts";
import { MODELS, netCalled, network, nodeOf } from "./deck.ts";
import { measured } from "./ngspice.ts";

/** The converter: full scale in V at gain 1 and the resistance of its inputs (SBAS950B). */
const CONVERTER_FULL_SCALE_V = 1.2;
const CONVERTER_OHMS = 330e3;
const MODULATOR_HZ = 4.096e6;
/** The transformer: turns, its winding, and the inductance of its magnetization. */
const TURNS = 2000;
const WINDING_OHMS = 100;
const MAGNETIZATION_H = 119;
/** Overload of the manual, chapter 5: 30 · Imax, as a peak. */
const OVERLOAD_A = 30 * 5 * Math.SQRT2;

const decibels = (ratio: number): number => 20 * Math.log10(ratio);

/** Magnitude and phase of one output over frequency. */
interface Response {
	/** At 50 Hz: output in V for 1 V or 1 A of input. */
	readonly gain: number;
	/** Phase at 50 Hz in degrees. */
	readonly phase: number;
	/** Against 50 Hz, in dB. */
	readonly at1kHz: number;
	readonly at3kHz: number;
	readonly atModulator: number;
}

function respond(title: string, lines: readonly string[], output: string): Response {
	const control: string[] = [];
	for (const [name, hz] of Object.entries({ a: 50, b: 1e3, c: 3e3, d: MODULATOR_HZ }))
		control.push(
			`ac lin 1 ${hz} ${hz}`,
			`let ${name}mag = mag(${output})`,
			`let ${name}deg = 180/pi*ph(${output})`,
			`print ${name}mag ${name}deg`,
		);
	const values = measured(title, lines, control);
	const value = (name: string): number => values.get(name) ?? Number.NaN;
	return {
		gain: value("amag"),
		phase: value("adeg"),
		at1kHz: decibels(value("bmag") / value("amag")),
		at3kHz: decibels(value("cmag") / value("amag")),
		atModulator: decibels(value("dmag") / value("amag")),
	};
}

export interface FrontEnd {
	readonly voltage: Response & { readonly fullScaleV: number };
	readonly current: Response & {
		readonly fullScaleA: number;
		/** By what part the clamps change the reading at full scale. */
		readonly clampError: number;
		/** Volts at a converter's input, and milliamperes through its resistor, at overload. */
		readonly overloadV: number;
		readonly overloadMilliamps: number;
		/** Lead of the transformer at 50 Hz in degrees. */
		readonly leadDegrees: number;
	};
}

function voltage(netlist: Netlist): FrontEnd["voltage"] {
	const [mains, input] = ["L1", "V1"].map((name) => netCalled(netlist, name));
	const lines = [
		...network(netlist, [input], [mains]),
		`Radc ${nodeOf(input)} 0 ${CONVERTER_OHMS}`,
		`Vin ${nodeOf(mains)} 0 dc 0 ac 1`,
	];
	const response = respond("voltage channel", lines, `v(${nodeOf(input)})`);
	return { ...response, fullScaleV: CONVERTER_FULL_SCALE_V / response.gain };
}

/** The current channel, fed by a transformer of `magnetization` H and `winding` ohms. */
function currentLines(netlist: Netlist, winding: number, magnetization: number): string[] {
	const [positive, negative] = ["I1P", "I1N"].map((name) => netCalled(netlist, name));
	const sensor = netlist.components.find(({ symbol }) => symbol === "Current-transformer");
	const secondary = ["3", "4"].map((pin) => {
		const found = [...netlist.nets].find(([, pins]) =>
			pins.some(({ reference, number }) => reference === sensor?.reference && number === pin),
		);
		return nodeOf(found?.[0] ?? "");
	});
	return [
		MODELS,
		...network(netlist, [positive, negative], []),
		`Radc ${nodeOf(positive)} ${nodeOf(negative)} ${CONVERTER_OHMS}`,
		`Rwinding core ${secondary[0]} ${winding}`,
		`Lcore core ${secondary[1]} ${magnetization}`,
	];
}

function current(netlist: Netlist): FrontEnd["current"] {
	const [positive, negative] = ["I1P", "I1N"].map((name) => nodeOf(netCalled(netlist, name)));
	const output = `v(${positive},${negative})`;
	const secondary = currentLines(netlist, 1e-3, 1e9);
	const returned = secondary.at(-1)?.split(" ")[2] ?? "0";
	const source = (value: string): string => `Iin ${returned} core ${value}`;
	const response = respond("current channel", [...secondary, source(`ac ${1 / TURNS}`)], output);
	const withLead = respond(
		"current channel with its transformer",
		[...currentLines(netlist, WINDING_OHMS, MAGNETIZATION_H), source(`ac ${1 / TURNS}`)],
		output,
	);
	const fullScaleA = CONVERTER_FULL_SCALE_V / response.gain;
	const at = (amperes: number): { difference: number; line: number } => {
		// an inductor is a short circuit to direct current
		const lines = secondary.filter((text) => !text.startsWith("Lcore"));
		const deck = [...lines, source(`dc ${amperes / TURNS}`)];
		const values = measured("current channel at rest", deck, [
			"op",
			`let difference = ${output}`,
			`let line = v(${positive})`,
			"print difference line",
		]);
		return {
			difference: values.get("difference") ?? Number.NaN,
			line: values.get("line") ?? Number.NaN,
		};
	};
	const overload = at(OVERLOAD_A);
	const burdenHalfV = (OVERLOAD_A / TURNS) * burdenHalfOhms(netlist);
	return {
		...response,
		fullScaleA,
		clampError: at(fullScaleA).difference / CONVERTER_FULL_SCALE_V - 1,
		overloadV: overload.line,
		overloadMilliamps: (1000 * (burdenHalfV - overload.line)) / seriesOhms(netlist),
		leadDegrees: withLead.phase - response.phase,
	};
}

/** Value of the first resistor on a sheet's current channel that has this place. */
function resistorOn(netlist: Netlist, net: string, other: (nets: string[]) => boolean): number {
	for (const { reference, value, symbol } of netlist.components) {
		if (symbol !== "Resistor") continue;
		const nets = [...netlist.nets]
			.filter(([, pins]) => pins.some((pin) => pin.reference === reference))
			.map(([name]) => name);
		if (nets.includes(net) && other(nets)) return Number(value);
	}
	throw new Error(`schematic: no resistor at ${net}`);
}

const seriesOhms = (netlist: Netlist): number =>
	resistorOn(netlist, netCalled(netlist, "I1P"), () => true);

function burdenHalfOhms(netlist: Netlist): number {
	const burden = netlist.components.find(
		({ sheet, symbol }) => sheet === "current.kicad_sch" && symbol === "Resistor",
	);
	return Number(burden?.value);
}

export const simulateFrontEnd = (netlist: Netlist): FrontEnd => ({
	voltage: voltage(netlist),
	current: current(netlist),
});
