/** Surge, power fail and hold-up of the supply, by ngspice, from the netlist. */
import { Supply as Figures } from "../../boards/esp32s3/supply.ts";
import { type Netlist, pinsOf } from "../netlist.ts";
import { MODELS, netCalled, network, nodeOf } from "./deck.ts";
import { measured } from "./ngspice.ts";

/** Highest bus of normal operation: 480 V between two conductors. */
const HIGHEST_BUS_V = 480 * Math.SQRT2;
/** Between two lines, 1.2/50 µs: the surge of EN 50470-1 (IEC 61000-4-5), and its impulse. */
const SURGE = { volts: 4000, ohms: 2 } as const;
const IMPULSE = { volts: 6000, ohms: 500 } as const;
/** Turns of the flyback transformer: the bus as it appears at the secondary. */
const PRIMARY_TURNS = 130;
const SECONDARY_TURNS = 9;
/** The comparator's reference, and the supply of its divider. */
const REFERENCE_V = 1.242;
const LOGIC_V = 3.3;
/** The bus, and across both varistors, at their highest. */
interface Transient {
	readonly busV: number;
	readonly riseV: number;
	readonly varistorsV: number;
	/** Through a fusible resistor. */
	readonly peakA: number;
}

export interface Supply {
	/** Lowest bus (V) at −20 % and full load: one phase and N; three phases, N open. */
	readonly bus: { readonly onePhaseV: number; readonly withoutNeutralV: number };
	readonly surge: Transient;
	readonly impulse: Transient;
	readonly powerFail: { readonly failsBelowV: number; readonly recoversAboveV: number };
	readonly holdUp: { readonly ms: number; readonly leastMs: number };
}

const get = (values: Map<string, number>, name: string): number => values.get(name) ?? Number.NaN;

/** Lowest mains: 230 V less 20 %, as a crest. */
const LOWEST_CREST_V = 0.8 * 230 * Math.SQRT2;
const MAINS_HZ = 50;

/** Load of the bus, and what ties its floating side to 0 V. */
const loadLines = (plus: string, minus: string): string[] => [
	`Bload ${plus} ${minus} I=${Figures.loadWatts}/max(V(${plus},${minus}),20)`,
	`Rleak ${minus} 0 10meg`,
];

/** The bus's lowest voltage when these phases feed it, from the star point `star`. */
function lowestBusV(netlist: Netlist, phases: readonly number[], star: string): number {
	const names = [1, 2, 3].map((phase) => netCalled(netlist, `L${phase}`));
	const inputs = [1, 2, 3].map((phase) => netCalled(netlist, `V${phase}`));
	const parts = network(netlist, names, inputs).map((line) => charged(line, LOWEST_CREST_V));
	const [plus, minus] = ["BUS+", "BUS-"].map(nodeOf);
	const sources = phases.map((phase) => {
		const wave = `sin(0 ${LOWEST_CREST_V} ${MAINS_HZ} 0 0 ${-120 * (phase - 1)})`;
		return `Vmains${phase} ${nodeOf(names[phase - 1])} ${star} ${wave}`;
	});
	const lines = [MODELS, ...parts, ...sources, ...loadLines(plus, minus)];
	const values = measured(
		"mains",
		[...lines, ".options method=gear"],
		[
			"tran 20u 160m 0 50u uic",
			`let across = v(${plus})-v(${minus})`,
			"meas tran lowest min across from=100m to=160m",
		],
	);
	return get(values, "lowest");
}

/** Capacitors of the bus with their voltages at the start: two in series share. */
function charged(line: string, volts: number): string {
	if (!line.startsWith("C")) return line;
	const acrossBus = line.includes(" 47n");
	return `${line} IC=${acrossBus ? volts : /[\d.]+u$/.test(line) ? volts / 2 : 0}`;
}

/** A transient between L1 and L2, N free, on top of the crest of the highest voltage. */
function transient(netlist: Netlist, source: { volts: number; ohms: number }): Transient {
	const [l1, l2] = ["L1", "L2"].map((name) => netCalled(netlist, name));
	const parts = network(netlist, [l1, l2], [netCalled(netlist, "V1"), netCalled(netlist, "V2")]);
	const [plus, minus, first, second] = ["BUS+", "BUS-", l1, l2].map(nodeOf);
	const fuse = parts.find((line) => line.startsWith("RR5") && line.includes(` ${first} `));
	if (fuse === undefined) throw new Error("schematic: no fusible resistor at L1");
	// 1.2/50 µs as a difference of two exponentials
	const crest = HIGHEST_BUS_V + source.volts * 1.037;
	const waveform = `exp(${HIGHEST_BUS_V} ${crest} 1u 0.4074u 1.5u 68.22u)`;
	const lines = [
		MODELS,
		...parts.map((line) =>
			charged(line === fuse ? line.replace(` ${first} `, " measured ") : line, HIGHEST_BUS_V),
		),
		`Vfuse ${first} measured 0`,
		`Vsurge source ${second} ${waveform}`,
		`Rsource source ${first} ${source.ohms}`,
		`Rneutral ${second} 0 10meg`,
		`Rleak ${minus} 0 10meg`,
		".options reltol=1e-3 method=gear",
	];
	const values = measured("transient", lines, [
		"tran 20n 300u 0 50n uic",
		`let across = v(${plus})-v(${minus})`,
		`let lines = v(${first})-v(${second})`,
		"meas tran bus max across",
		"meas tran clamp max lines",
		"meas tran fuse max i(vfuse)",
	]);
	const busV = get(values, "bus");
	return {
		busV,
		riseV: busV - HIGHEST_BUS_V,
		varistorsV: get(values, "clamp"),
		peakA: get(values, "fuse"),
	};
}

/** The bus falls and rises again; the comparator's output changes twice. */
function powerFail(netlist: Netlist): Supply["powerFail"] {
	const sense = netCalled(netlist, "LINE_SENSE");
	const output = netCalled(netlist, "POWER_FAIL");
	const comparator = netlist.components.find(({ symbol }) => symbol === "TLV3012");
	const pins = pinsOf(netlist, comparator?.reference ?? "");
	const [plus, out] = [nodeOf(pins["3"]), nodeOf(output)];
	// the flyback's own diode and the reference's capacitor are not part of it
	const parts = network(netlist, [sense], [output]).filter((line) => !line.includes("SS2PH10"));
	const logic = nodeOf("+3V3");
	const lines = [
		MODELS,
		...parts,
		"Vbus bus 0 pwl(0 300 20m 300 1020m 100 1120m 100 2120m 300)",
		`Bsense ${nodeOf(sense)} 0 V=-V(bus)*${SECONDARY_TURNS}/${PRIMARY_TURNS}`,
		`Vlogic ${logic} 0 ${LOGIC_V}`,
		`Bout ${out} 0 V=${LOGIC_V}*0.5*(1+tanh(2000*(V(${plus})-${REFERENCE_V})))`,
	];
	const values = measured("power fail", lines, [
		"tran 0.2m 2120m 0 0.5m",
		`meas tran fails find v(bus) when v(${out})=1.65 rise=1`,
		`meas tran recovers find v(bus) when v(${out})=1.65 fall=last`,
	]);
	return { failsBelowV: get(values, "fails"), recoversAboveV: get(values, "recovers") };
}

/** Time from power fail until the switch may stop, with capacitors at `share` of their value. */
function holdUpMs(netlist: Netlist, fromV: number, share: number): number {
	const [plus, minus] = ["BUS+", "BUS-"].map(nodeOf);
	const lines = [
		// only the electrolytics and what shares their voltage
		...network(netlist, ["BUS+"], ["BUS-"])
			.filter((line) => / 470k$| \d+u$/.test(line))
			.map((line) => line.replace(/ (\d+)u$/, (_, value) => ` ${Number(value) * share}u`))
			.map((line) => charged(line, fromV)),
		...loadLines(plus, minus),
	];
	const values = measured("hold-up", lines, [
		"tran 0.1m 400m 0 0.2m uic",
		`let across = v(${plus})-v(${minus})`,
		`meas tran ends when across=${Figures.leastVolts} fall=1`,
	]);
	return 1000 * get(values, "ends");
}

export function simulateSupply(netlist: Netlist): Supply {
	const fail = powerFail(netlist);
	return {
		bus: {
			onePhaseV: lowestBusV(netlist, [1], "0"),
			withoutNeutralV: lowestBusV(netlist, [1, 2, 3], "star"),
		},
		surge: transient(netlist, SURGE),
		impulse: transient(netlist, IMPULSE),
		powerFail: fail,
		holdUp: {
			ms: holdUpMs(netlist, fail.failsBelowV, 1),
			leastMs: holdUpMs(netlist, fail.failsBelowV, 1 - Figures.tolerance),
		},
	};
}
