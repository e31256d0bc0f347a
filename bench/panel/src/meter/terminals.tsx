/** The two terminal blocks (manual 5.8) and their signals. */
import { exchanges, live } from "../live.ts";
import { useFlash } from "./lamp.tsx";
import { part } from "./parts.ts";

interface Terminal {
	readonly label: string;
	readonly title: string;
	/** Signal of the terminal, which lights it. */
	readonly carries?: "l1" | "l2" | "l3" | "neutral" | "s0a" | "s0b" | "modbus" | "mbus" | "tariff";
}

const UPPER: readonly Terminal[] = [
	{ label: "4", title: "4: S0 output 1 (+)", carries: "s0a" },
	{ label: "5", title: "5: S0 ground (−)" },
	{ label: "6", title: "6: S0 output 2 (+)", carries: "s0b" },
	{ label: "7", title: "7: Modbus A", carries: "modbus" },
	{ label: "8", title: "8: Modbus B, M-Bus", carries: "modbus" },
	{ label: "9", title: "9: M-Bus", carries: "mbus" },
	{ label: "10", title: "10: tariff input, 230 V AC", carries: "tariff" },
	{ label: "11", title: "11: tariff input, 230 V AC", carries: "tariff" },
];

const LOWER: readonly Terminal[] = [
	{ label: "IA", title: "IA in: current transformer of L1", carries: "l1" },
	{ label: "IA′", title: "IA out: current transformer of L1", carries: "l1" },
	{ label: "IB", title: "IB in: current transformer of L2", carries: "l2" },
	{ label: "IB′", title: "IB out: current transformer of L2", carries: "l2" },
	{ label: "IC", title: "IC in: current transformer of L3", carries: "l3" },
	{ label: "IC′", title: "IC out: current transformer of L3", carries: "l3" },
	{ label: "L1", title: "Voltage of L1", carries: "l1" },
	{ label: "L2", title: "Voltage of L2", carries: "l2" },
	{ label: "L3", title: "Voltage of L3", carries: "l3" },
	{ label: "N", title: "Neutral", carries: "neutral" },
];

const LEFT = 22;
const RIGHT = 378;

/** Half of the case's height. */
const MIDDLE = 280;

/** Voltage and current above which a terminal counts as live. */
const LIVE_V = 20;
const LIVE_A = 0.002;

function isLive({ label, carries }: Terminal): boolean {
	const phase = ["l1", "l2", "l3"].indexOf(carries ?? "");
	const truth = live.truth.value?.phases[phase];
	if (truth) return label.startsWith("L") ? truth.voltage > LIVE_V : truth.current > LIVE_A;
	if (carries === "tariff") return live.mains.value?.tariffInput ?? false;
	return false;
}

/** Returns a count that increases with each pulse or frame on the terminal. */
function signalCount({ carries }: Terminal): number | undefined {
	if (carries === "s0a") return live.outputs.value?.[1]?.pulses;
	if (carries === "s0b") return live.outputs.value?.[2]?.pulses;
	return exchanges.value.find(({ bus }) => bus === carries)?.number ?? 0;
}

/** Says where a terminal belongs, and when it lights up. */
function helpOf({ label, title, carries }: Terminal): string {
	const lights =
		carries === undefined || carries === "neutral"
			? ""
			: carries.startsWith("s0")
				? "; lights with each pulse"
				: carries.endsWith("bus")
					? "; lights with each frame"
					: label.startsWith("I")
						? "; lights while it carries current"
						: "; lights while there is voltage";
	return title + lights;
}

/** One terminal with its lever. */
function Place(props: {
	readonly terminal: Terminal;
	readonly x: number;
	readonly y: number;
	readonly width: number;
}) {
	const { terminal, x, y, width } = props;
	const up = y < MIDDLE;
	const flash = useFlash<SVGGElement>(signalCount(terminal));
	return (
		<g
			ref={flash}
			class={`terminal ${terminal.carries ?? ""} ${isLive(terminal) ? "live" : ""}`}
			transform={`translate(${x} ${y})`}
			{...part(`Terminal ${terminal.label}`, helpOf(terminal))}
		>
			<rect class="well" x={-width / 2} y={up ? 0 : 12} width={width} height={44} rx={4} />
			<rect
				class="lever"
				x={-width / 2 + 4}
				y={up ? 23 : 15}
				width={width - 8}
				height={18}
				rx={3}
			/>
			<circle class="hole" cx={0} cy={up ? 11 : 45} r={Math.min(7.5, width / 3.4)} />
			<circle class="glow" cx={0} cy={up ? 11 : 45} r={3.2} />
			<text y={up ? 60 : 6}>{terminal.label}</text>
		</g>
	);
}

function Row({ terminals, y }: { readonly terminals: readonly Terminal[]; readonly y: number }) {
	const pitch = (RIGHT - LEFT) / terminals.length;
	return (
		<g>
			{terminals.map((terminal, index) => (
				<Place
					key={terminal.label}
					terminal={terminal}
					x={LEFT + pitch * (index + 0.5)}
					y={y}
					width={Math.min(38, pitch - 5)}
				/>
			))}
		</g>
	);
}

export function Terminals() {
	return (
		<>
			<Row terminals={UPPER} y={16} />
			<Row terminals={LOWER} y={486} />
		</>
	);
}
