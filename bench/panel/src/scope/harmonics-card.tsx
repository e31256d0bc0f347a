/** Harmonics of the voltages or the currents as bars, in percent of the fundamental. */
import { computed, signal } from "@preact/signals";
import { PHASES } from "registers/quantity";
import { live } from "../live.ts";
import { Card } from "../ui/card.tsx";
import { Choice } from "../ui/controls.tsx";
import { HarmonicBars } from "../ui/harmonic-bars.tsx";
import { fixed } from "../ui/numbers.ts";
import { picture } from "./view.ts";
import { HIGHEST_ORDER, harmonicsOf } from "./waves.ts";

const KINDS = ["voltage", "current"] as const;

type Kind = (typeof KINDS)[number];

/** RMS of a fundamental below which percents have no meaning. */
const LEAST = { voltage: 1, current: 0.005 } as const;

const kind = signal<Kind>("current");

/** Percents of the fundamental by phase, from the second order. */
const percents = computed((): readonly (readonly number[])[] => {
	const scope = picture.value;
	const rate = live.bench.value?.frameRate ?? 1;
	return PHASES.map((_, phase) => {
		const channel = 2 * phase + KINDS.indexOf(kind.value);
		const all = scope ? harmonicsOf(scope, channel, rate) : [];
		const fundamental = all[0] ?? 0;
		return all
			.slice(1)
			.map((rms) => (fundamental > LEAST[kind.value] ? (100 * rms) / fundamental : 0));
	});
});

/** Total distortion in percent of the fundamental. */
function distortion(phase: number): number {
	return Math.hypot(...(percents.value[phase] ?? []));
}

export function HarmonicsCard() {
	return (
		<Card
			title="Harmonics"
			help={
				"Harmonics in percent of the fundamental, and their total (THD), as the " +
				"page computes them from the waveforms."
			}
			class="wide"
			aside={PHASES.map((phase, index) => (
				<span key={phase} class={`key ${phase.toLowerCase()}`}>
					THD {fixed(distortion(index), 1)} %
				</span>
			))}
		>
			<Choice
				label="Harmonics of"
				help="Voltages or currents"
				options={KINDS}
				value={kind.value}
				text={{ voltage: "voltages", current: "currents" }}
				onChange={(next) => {
					kind.value = next;
				}}
			/>
			<HarmonicBars
				label={`Harmonics of the ${kind.value}s`}
				orders={HIGHEST_ORDER}
				lines={percents.value.map((orders, phase) => ({ phase: phase + 1, percents: orders }))}
			/>
		</Card>
	);
}
