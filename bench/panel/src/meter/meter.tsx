/** The meter's front. */
import { effect, signal } from "@preact/signals";
import { ctPrimaryOf, ctSecondaryOf } from "energy/ct-ratio";
import { serialNumberText } from "registers/identity";
import { explain } from "../help/tip.tsx";
import { live } from "../live.ts";
import { measured } from "../registers.ts";
import { useFlash } from "./lamp.tsx";
import { Lcd } from "./lcd.tsx";
import { Pads } from "./pads.tsx";
import { part, walk } from "./parts.ts";
import { Terminals } from "./terminals.tsx";

/** True if the case is drawn where it is not always: on a phone or a tablet. */
export const caseShown = signal(false);

/** The CT ratio as last read: the print stays while the meter is not being read. */
const lastRatio = signal<number | undefined>(undefined);
effect(() => {
	lastRatio.value = measured.value?.get("ctRatio") ?? lastRatio.peek();
});

const LED_HELP = "Red LED: flashes 10 000 times for each kWh at the terminals";

/** Closed, open. */
const SEAL_HELP = [
	"Calibration seal, closed: the meter refuses to change wiring and calibration",
	"Calibration seal, open: wiring and calibration can be changed",
];

/** Case, terminals, print and lamp. The display and the buttons are drawn over it. */
function Case() {
	const led = useFlash<SVGGElement>(live.outputs.value?.[0]?.pulses);
	const ratio = lastRatio.value;
	return (
		<svg
			class="case"
			viewBox="0 0 400 560"
			aria-label="The meter; arrow keys walk through its parts"
			onKeyDown={walk}
		>
			<defs>
				<linearGradient id="shell" x1="0" y1="0" x2="1" y2="1">
					<stop class="shell-light" offset="0" />
					<stop class="shell-dark" offset="1" />
				</linearGradient>
				<radialGradient id="halo">
					<stop offset="0" stop-color="#ff4336" stop-opacity="0.95" />
					<stop offset="1" stop-color="#ff4336" stop-opacity="0" />
				</radialGradient>
			</defs>
			<rect class="block" x="6" y="4" width="388" height="552" rx="14" />
			<rect class="shell" x="6" y="88" width="388" height="384" rx="10" />
			<rect class="face" x="20" y="102" width="360" height="356" rx="8" />
			<Terminals />
			<text class="brand" x="40" y="132">
				AMBIT
			</text>
			<text class="print right" x="360" y="126">
				three-phase CT energy meter
			</text>
			<text class="print right" x="360" y="139">
				virtual · No. {serialNumberText(live.bench.value?.serialNumber ?? 0)}
			</text>
			<rect class="bezel" x="30" y="150" width="340" height="190" rx="7" />
			<text class="print" x="40" y="434">
				3×230/400 V · 0.002–1(5) A · 50/60 Hz
			</text>
			<text class="print" x="40" y="447">
				CT {ratio === undefined ? "—" : `${ctPrimaryOf(ratio)}/${ctSecondaryOf(ratio)} A`} · 3P4W
				3P3W 2P3W 1P2W
			</text>
			<g class="led" ref={led} {...part("LED", LED_HELP)}>
				<circle class="halo" cx="348" cy="432" r="17" fill="url(#halo)" />
				<circle class="bulb" cx="348" cy="432" r="6.5" />
				<circle class="shine" cx="346" cy="429.500" r="1.800" />
			</g>
			<text class="print right" x="326" y="435">
				10 000 imp/kWh
			</text>
			<Seal />
		</svg>
	);
}

/** The calibration seal: a wire through the case, intact or cut. */
function Seal() {
	const open = live.sealOpen.value ?? false;
	return (
		<g class={`seal ${open ? "open" : ""}`} {...part("Calibration seal", SEAL_HELP[Number(open)])}>
			<path class="wire" d={open ? "M372 358q10 8 8 22" : "M372 358q14 22 0 44"} />
			<path class="wire" d={open ? "M372 402q8-4 4-12" : ""} />
			<circle class="lead" cx={open ? 382 : 379} cy={open ? 386 : 380} r="8" />
			<circle class="stamp" cx={open ? 382 : 379} cy={open ? 386 : 380} r="4.500" />
		</g>
	);
}

/** The LED next to the buttons, where the case is not drawn. */
function SmallLed() {
	const lamp = useFlash<HTMLSpanElement>(live.outputs.value?.[0]?.pulses);
	return (
		<span class="lamp small-led" ref={lamp} role="img" aria-label="LED" {...explain(LED_HELP)} />
	);
}

/**
 * The meter. On a phone or a tablet its display and buttons stay in view by themselves, and the
 * case is drawn on demand.
 */
export function Meter() {
	return (
		<div class={`meter ${caseShown.value ? "with-case" : ""}`}>
			<Case />
			<div class="screen">
				<Lcd />
				<Pads />
				<SmallLed />
			</div>
		</div>
	);
}
